// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Notice;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.worker.command.TaskOutcome;

/** What can happen to a slot. */
sealed interface SlotInput {

    /** From the inbox. */
    record Noticed(Notice notice) implements SlotInput {}

    /** A dispatch was acquired from a queue's topic. */
    record Dispatched(HeldAttempt attempt) implements SlotInput {}

    /** Kafka has the command that asks for the start. */
    record StartDelivered(HeldAttempt attempt) implements SlotInput {}

    /** Kafka will never have the command that asks for the start. */
    record StartUndeliverable(HeldAttempt attempt) implements SlotInput {}

    record RunEnded(HeldAttempt attempt, TaskOutcome outcome) implements SlotInput {}

    /** Kafka has the report of the attempt's end. */
    record EndDelivered(HeldAttempt attempt) implements SlotInput {}

    record EndUndeliverable(HeldAttempt attempt) implements SlotInput {}

    /** Time has passed; comes a few times a second. */
    record Ticked() implements SlotInput {}

    /** A heartbeat is due. */
    record BeatDue() implements SlotInput {}

    /** The process ends. */
    record ShutDown() implements SlotInput {}
}
