// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import picocli.CommandLine.Command;

/** {@code ./tablao cancel}. */
@Command(
        name = "cancel",
        description = "Cancels jobs, or single tasks: what runs is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CancelCommand extends StatusCommand {

    CancelCommand() {
        super("cancel-requested", "canceled");
    }
}
