// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.Roster;

/** A part of what a shard has been told. */
public sealed interface RosterPart extends State {

    int shard();

    @Override
    default EntityKey entity() {
        return EntityKey.ofRoster(shard());
    }

    @Version(3)
    record RosterEntry(int shard, Roster.Member member) implements RosterPart {
        @Override
        public String part() {
            return member.worker().toString();
        }
    }

    /** What is set for the farm, as a shard has been told. */
    record RosterSettings(int shard, long revision, FarmSettings settings) implements RosterPart {
        @Override
        public String part() {
            return "settings";
        }
    }
}
