// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;

/** What happened to what a shard knows of workers and of the farm; nobody else's business. */
public sealed interface RosterEvent extends Event {

    int shard();

    @Override
    default EntityKey entity() {
        return EntityKey.ofRoster(shard());
    }

    @Override
    default boolean published() {
        return false;
    }

    @Version(3)
    record RosterUpdated(int shard, Roster.Member member) implements RosterEvent {}

    record SettingsAdopted(int shard, long revision, FarmSettings settings) implements RosterEvent {}

    record RemovedFromRoster(int shard, WorkerId worker) implements RosterEvent {}
}
