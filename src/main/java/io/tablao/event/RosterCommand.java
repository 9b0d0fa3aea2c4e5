// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;

/** What a worker's entity, or the farm's, tells every shard. */
public sealed interface RosterCommand extends Command {

    /** The partition whose roster it is for. */
    int shard();

    @Override
    default EntityKey entity() {
        return EntityKey.ofRoster(shard());
    }

    @Version(3)
    record UpdateRoster(int shard, Roster.Member member) implements RosterCommand {}

    /** From the farm: what is set for it from now on. */
    record AdoptSettings(int shard, long revision, FarmSettings settings) implements RosterCommand {}

    /** Nobody knows the worker any more. */
    record RemoveFromRoster(int shard, WorkerId worker) implements RosterCommand {}
}
