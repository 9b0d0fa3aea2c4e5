// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.Roster;

/** What a worker's entity tells every shard. */
public sealed interface RosterCommand extends Command {

    /** The partition whose roster it is for. */
    int shard();

    @Override
    default EntityKey entity() {
        return EntityKey.ofRoster(shard());
    }

    record UpdateRoster(int shard, Roster.Member member) implements RosterCommand {}
}
