// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/**
 * Something that happened to an entity; written by the scheduler alone, and never refused. The state of an entity changes
 * by events only.
 */
public sealed interface Event extends Message permits JobEvent, WorkerEvent, QueueEvent, RosterEvent, FarmEvent {

    EntityKey entity();

    @Override
    default String key() {
        return entity().toString();
    }

    /** Whether it is written to the events topic: a queue's bookkeeping, several events a task, concerns nobody else. */
    default boolean published() {
        return true;
    }
}
