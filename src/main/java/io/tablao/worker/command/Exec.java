// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.util.List;

/** Runs any program, without a shell; exit code 0 is success. */
record Exec(String exe, List<String> args) implements CommandRunner {

    static Exec of(Parameters parameters) throws CommandFailed {
        return new Exec(parameters.nonBlank("exe"), parameters.words("args"));
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException, InterruptedException {
        var program = new Program(exe, "the program '" + exe + "' was not found: install it, or give its whole path");
        program.run(args, context, line -> {});
    }
}
