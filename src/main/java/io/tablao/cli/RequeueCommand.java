// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import picocli.CommandLine.Command;

/** {@code ./tablao requeue}. */
@Command(
        name = "requeue",
        description = {"Queues jobs again: all of a completed job, else what was not done.", "Or single tasks."},
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RequeueCommand extends StatusCommand {

    RequeueCommand() {
        super("requeueing", "queued");
    }
}
