// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.util.List;
import java.util.stream.Stream;

/** What follows from something that happened to a slot. */
record SlotDecision(SlotState next, List<SlotAction> actions) {

    SlotDecision {
        actions = List.copyOf(actions);
    }

    /** The same, and one thing more. */
    SlotDecision also(SlotAction action) {
        return new SlotDecision(
                next, Stream.concat(actions.stream(), Stream.of(action)).toList());
    }

    static SlotDecision of(SlotState next, SlotAction... actions) {
        return new SlotDecision(next, List.of(actions));
    }
}
