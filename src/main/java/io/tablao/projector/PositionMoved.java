// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import java.util.Map;

/** The stored offsets are not those that this batch goes on from; its transaction changed nothing. */
final class PositionMoved extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Map<Integer, Long> stored;

    PositionMoved(Map<Integer, Long> stored) {
        super("The stored offsets are " + stored, null, false, false);
        this.stored = Map.copyOf(stored);
    }

    /** Next offset by partition. */
    Map<Integer, Long> stored() {
        return stored;
    }
}
