// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import io.tablao.event.EntityKey;
import io.tablao.event.State;
import io.tablao.event.State.RosterEntry;
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

/** A shard's roster: a part for each worker that was ever told of. Every shard has one from the start, empty. */
public final class RosterState implements Entity {

    private final int shard;
    private final EntityKey key;
    private Roster roster;

    private RosterState(int shard, Roster roster) {
        this.shard = shard;
        this.key = EntityKey.ofRoster(shard);
        this.roster = roster;
    }

    public static RosterState empty(int shard) {
        return new RosterState(shard, Roster.EMPTY);
    }

    /** The roster that has these parts; none at all is an empty one. */
    public static RosterState recover(int shard, Collection<? extends State> parts) {
        Map<WorkerId, Roster.Member> members = new HashMap<>();
        for (State part : parts) {
            if (part instanceof RosterEntry entry) {
                members.put(entry.member().worker(), entry.member());
            }
        }
        return new RosterState(shard, new Roster(members));
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        return roster.find(WorkerId.of(part)).map(member -> new RosterEntry(shard, member));
    }

    @Override
    public List<State> parts() {
        return roster.members().values().stream()
                .map(member -> (State) new RosterEntry(shard, member))
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
