// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import picocli.CommandLine.Command;

/** {@code ./tablao pause}. */
@Command(
        name = "pause",
        description = {
            "Pauses jobs: what runs goes on to its end, nothing new starts.",
            "Or single tasks: what runs is stopped."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PauseCommand extends StatusCommand {

    PauseCommand() {
        super("pause-requested", "paused");
    }
}
