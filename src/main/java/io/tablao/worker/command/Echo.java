// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

/** {@code echo}: writes its message to the task's log. */
record Echo(String message) implements CommandRunner {

    static Echo of(Parameters parameters) throws CommandFailed {
        return new Echo(parameters.text("message"));
    }

    @Override
    public void run(CommandContext context) {
        message.lines().forEach(context::log);
    }
}
