// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.farm;

import io.tablao.event.EntityKey;
import io.tablao.event.State;
import io.tablao.event.State.FarmTag;
import io.tablao.model.WorkerTag;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The farm as its shard holds it: a part for each tag. It is there from the start, empty. */
public final class FarmState implements Entity {

    private static final String TAG = "tag/";

    private final Map<String, WorkerTag> tags = new TreeMap<>();

    private FarmState() {}

    /** The farm that has these parts; none at all is an empty one. */
    public static FarmState recover(Collection<? extends State> parts) {
        var state = new FarmState();
        for (State part : parts) {
            if (!(part instanceof FarmTag(WorkerTag tag))) {
                throw new IllegalArgumentException("Not a part of the farm: " + part.key());
            }
            state.tags.put(tag.id(), tag);
        }
        return state;
    }

    @Override
    public EntityKey key() {
        return EntityKey.FARM;
    }

    @Override
    public Optional<State> part(String part) {
        if (!part.startsWith(TAG)) {
            throw new IllegalArgumentException("The farm has no part " + part);
        }
        return tag(part.substring(TAG.length())).map(FarmTag::new);
    }

    @Override
    public List<State> parts() {
        return tags.values().stream().map(tag -> (State) new FarmTag(tag)).toList();
    }

    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        return List.of();
    }

    Optional<WorkerTag> tag(String id) {
        return Optional.ofNullable(tags.get(id));
    }

    Collection<WorkerTag> tags() {
        return tags.values();
    }

    /** @param after null: the tag is gone */
    void change(String id, @Nullable WorkerTag after, Journal journal) {
        WorkerTag before = put(id, after);
        journal.changed(key(), TAG + id, () -> put(id, before));
    }

    private @Nullable WorkerTag put(String id, @Nullable WorkerTag tag) {
        return tag == null ? tags.remove(id) : tags.put(id, tag);
    }
}
