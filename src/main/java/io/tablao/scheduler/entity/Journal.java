// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.entity;

import io.tablao.event.EntityKey;

/**
 * Learns of every change of a part of an entity's state, with the way back: from it the shard writes the touched parts, or
 * rolls a transaction's changes back.
 */
@FunctionalInterface
public interface Journal {

    /** For entities that are being recovered, and tests that never roll back. */
    Journal NONE = (entity, part, undo) -> {};

    /**
     * @param part as in {@link io.tablao.event.State#part()}
     * @param undo puts everything back that this one change has changed; undone in reverse order
     */
    void changed(EntityKey entity, String part, Runnable undo);
}
