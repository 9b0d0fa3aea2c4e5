// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/**
 * A part of an entity as it stands: what a shard writes on every change and recovers from. The newest part of a key counts; a
 * tombstone ends it.
 */
public sealed interface State extends Message permits JobPart, WorkerPart, QueuePart, RosterPart, FarmPart {

    EntityKey entity();

    /** Names the part within its entity. */
    String part();

    @Override
    default String key() {
        return entity() + "|" + part();
    }
}
