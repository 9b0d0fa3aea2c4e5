// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.WorkerTag;

/** What happened to the farm as a whole. */
public sealed interface FarmEvent extends Event {

    @Override
    default EntityKey entity() {
        return EntityKey.FARM;
    }

    /** @param revision one more than before */
    record SettingsChanged(long revision, FarmSettings settings) implements FarmEvent {}

    record TagCreated(WorkerTag tag) implements FarmEvent {}

    record TagChanged(WorkerTag tag) implements FarmEvent {}

    record TagDeleted(String tag) implements FarmEvent {}
}
