// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

/** Something that is asked of an entity; the scheduler decides it, and may refuse. */
public sealed interface Command extends Message
        permits JobCommand, WorkerCommand, QueueCommand, RosterCommand, FarmCommand {

    EntityKey entity();

    @Override
    default String key() {
        return entity().toString();
    }
}
