// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.util.List;

/** What follows from something that happened to a slot. */
record SlotDecision(SlotState next, List<SlotAction> actions) {

    SlotDecision {
        actions = List.copyOf(actions);
    }

    static SlotDecision of(SlotState next, SlotAction... actions) {
        return new SlotDecision(next, List.of(actions));
    }
}
