// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.WorkerTag;

/** A part of the farm itself. */
public sealed interface FarmPart extends State {

    @Override
    default EntityKey entity() {
        return EntityKey.FARM;
    }

    /** What people have set for the farm. */
    record FarmConfiguration(long revision, FarmSettings settings) implements FarmPart {
        @Override
        public String part() {
            return "settings";
        }
    }

    /** A tag of the farm. */
    record FarmTag(WorkerTag tag) implements FarmPart {
        @Override
        public String part() {
            return "tag/" + tag.id();
        }
    }
}
