// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

/** How a task's run ended. */
public sealed interface TaskOutcome {

    record Completed() implements TaskOutcome {}

    /** @param message which command failed and why, for a person; may have several lines */
    record Failed(String message) implements TaskOutcome {}

    /** Stopped by {@link TaskRun#stop()}; nothing of it runs any more. */
    record Stopped() implements TaskOutcome {}
}
