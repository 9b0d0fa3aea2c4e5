// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Command;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.Notice.Granted;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.event.WorkerCommand.SignOffWorker;
import java.util.Set;

/** What a slot is to do about what happened. */
sealed interface SlotAction {

    /** Says something that may be said late, but is never left out. */
    record Say(Command command) implements SlotAction {}

    /** Says something that makes void what was said of the same worker before, if that was not sent yet. */
    record SayLatest(WorkerCommand command) implements SlotAction {}

    /** Asks to start, and tells the slot when Kafka has the question. */
    record AskToStart(StartTask command, HeldAttempt attempt) implements SlotAction {}

    /** Reports how the attempt ended, and tells the slot when Kafka has it. */
    record ReportEnd(Command command, HeldAttempt attempt) implements SlotAction {}

    /** The last thing that a slot says. */
    record SignOff(SignOffWorker command) implements SlotAction {}

    /** Listens to the queues of these tags, besides those of no tag. */
    record Listen(Set<String> tags) implements SlotAction {
        public Listen {
            tags = Set.copyOf(tags);
        }
    }

    record Run(Granted granted) implements SlotAction {}

    /** Ends the commands of the attempt that runs, with their children. */
    record StopRun(String reason) implements SlotAction {}
}
