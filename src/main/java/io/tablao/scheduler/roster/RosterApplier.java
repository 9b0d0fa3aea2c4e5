// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import io.tablao.event.RosterEvent;
import io.tablao.scheduler.entity.Journal;

/** The only place where a roster changes. */
public final class RosterApplier {

    private RosterApplier() {}

    public static RosterState apply(RosterState state, RosterEvent event, Journal journal) {
        switch (event) {
            case RosterEvent.RosterUpdated updated -> state.update(updated.member(), journal);
            case RosterEvent.SettingsAdopted adopted -> state.adopt(adopted.revision(), adopted.settings(), journal);
            case RosterEvent.RemovedFromRoster removed -> state.remove(removed.worker(), journal);
        }
        return state;
    }
}
