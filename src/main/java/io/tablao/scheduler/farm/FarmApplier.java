// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.farm;

import io.tablao.event.FarmEvent;
import io.tablao.scheduler.entity.Journal;

/** The only place where the farm's entity changes. */
public final class FarmApplier {

    private FarmApplier() {}

    public static FarmState apply(FarmState state, FarmEvent event, Journal journal) {
        switch (event) {
            case FarmEvent.SettingsChanged changed -> state.set(changed.revision(), changed.settings(), journal);
            case FarmEvent.TagCreated created -> state.change(created.tag().id(), created.tag(), journal);
            case FarmEvent.TagChanged changed -> state.change(changed.tag().id(), changed.tag(), journal);
            case FarmEvent.TagDeleted deleted -> state.change(deleted.tag(), null, journal);
        }
        return state;
    }
}
