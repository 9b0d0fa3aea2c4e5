// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.farm;

import io.tablao.event.EntityKey;
import io.tablao.event.FarmPart.FarmConfiguration;
import io.tablao.event.FarmPart.FarmTag;
import io.tablao.event.State;
import io.tablao.model.FarmSettings;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The farm as its shard holds it: its settings, and a part for each tag. It is there from the start, empty. */
public final class FarmState implements Entity {

    private static final String TAG = "tag/";
    private static final String SETTINGS = "settings";

    private final Map<String, WorkerTag> tags = new TreeMap<>();

    /** Null: nobody has set anything. */
    private @Nullable FarmConfiguration configuration;

    private FarmState() {}

    /** The farm that has these parts; none at all is an empty one. */
    public static FarmState recover(Collection<? extends State> parts) {
        var state = new FarmState();
        for (State part : parts) {
            switch (part) {
                case FarmTag(WorkerTag tag) -> state.tags.put(tag.id(), tag);
                case FarmConfiguration configuration -> state.configuration = configuration;
                default -> throw new IllegalArgumentException("Not a part of the farm: " + part.key());
            }
        }
        return state;
    }

    @Override
    public EntityKey key() {
        return EntityKey.FARM;
    }

    @Override
    public Optional<State> part(String part) {
        if (part.equals(SETTINGS)) {
            return Optional.ofNullable(configuration);
        }
        if (!part.startsWith(TAG)) {
            throw new IllegalArgumentException("The farm has no part " + part);
        }
        return tag(part.substring(TAG.length())).map(FarmTag::new);
    }

    @Override
    public List<State> parts() {
        return Stream.concat(
                        Stream.ofNullable(configuration), tags.values().stream().map(FarmTag::new))
                .map(State.class::cast)
                .toList();
    }

    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        return List.of();
    }

    /** 0: nobody has set anything. */
    long revision() {
        return configuration == null ? 0 : configuration.revision();
    }

    FarmSettings settings() {
        return configuration == null ? FarmSettings.NONE : configuration.settings();
    }

    Optional<WorkerTag> tag(String id) {
        return Optional.ofNullable(tags.get(id));
    }

    Collection<WorkerTag> tags() {
        return tags.values();
    }

    void set(long revision, FarmSettings settings, Journal journal) {
        FarmConfiguration before = configuration;
        configuration = new FarmConfiguration(revision, settings);
        journal.changed(key(), SETTINGS, () -> configuration = before);
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
