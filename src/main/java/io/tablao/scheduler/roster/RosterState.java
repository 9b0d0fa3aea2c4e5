// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import io.tablao.event.EntityKey;
import io.tablao.event.RosterPart.RosterEntry;
import io.tablao.event.RosterPart.RosterSettings;
import io.tablao.event.State;
import io.tablao.model.FarmSettings;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a shard has been told: its roster, a part for each worker that it ever heard of, and the farm's settings. Every shard
 * has one from the start, empty.
 */
public final class RosterState implements Entity {

    private static final String SETTINGS = "settings";

    private final int shard;
    private final EntityKey key;
    private Roster roster;

    /** Null: nobody has set anything. */
    private @Nullable RosterSettings settings;

    private RosterState(int shard, Roster roster, @Nullable RosterSettings settings) {
        this.shard = shard;
        this.key = EntityKey.ofRoster(shard);
        this.roster = roster;
        this.settings = settings;
    }

    public static RosterState empty(int shard) {
        return new RosterState(shard, Roster.EMPTY, null);
    }

    /** The roster that has these parts; none at all is an empty one. */
    public static RosterState recover(int shard, Collection<? extends State> parts) {
        Map<WorkerId, Roster.Member> members = new HashMap<>();
        RosterSettings settings = null;
        for (State part : parts) {
            if (part instanceof RosterEntry entry) {
                members.put(entry.member().worker(), entry.member());
            } else if (part instanceof RosterSettings adopted) {
                settings = adopted;
            }
        }
        return new RosterState(shard, new Roster(members), settings);
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        if (part.equals(SETTINGS)) {
            return Optional.ofNullable(settings);
        }
        return roster.find(WorkerId.of(part)).map(member -> new RosterEntry(shard, member));
    }

    @Override
    public List<State> parts() {
        return Stream.concat(
                        Stream.ofNullable(settings),
                        roster.members().values().stream().map(member -> new RosterEntry(shard, member)))
                .map(State.class::cast)
                .toList();
    }

    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        return List.of();
    }

    public int shard() {
        return shard;
    }

    public Roster roster() {
        return roster;
    }

    /** 0: the shard has not been told of any settings. */
    long revision() {
        return settings == null ? 0 : settings.revision();
    }

    /** What people have set for the farm, as far as the shard has been told. */
    public FarmSettings settings() {
        return settings == null ? FarmSettings.NONE : settings.settings();
    }

    void adopt(long revision, FarmSettings adopted, Journal journal) {
        RosterSettings before = settings;
        settings = new RosterSettings(shard, revision, adopted);
        journal.changed(key, SETTINGS, () -> settings = before);
    }

    void remove(WorkerId worker, Journal journal) {
        Roster before = roster;
        roster = before.without(worker);
        journal.changed(key, worker.toString(), () -> roster = before);
    }

    void update(Roster.Member member, Journal journal) {
        Roster before = roster;
        roster = before.with(member);
        journal.changed(key, member.worker().toString(), () -> roster = before);
    }
}
