// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao log}: what a task has said. */
@Command(name = "log", description = "Prints a task's log.", mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "TASK_ID", description = "The task's id, as ./tablao job prints it.")
    private String task;

    @Override
    public Integer call() {
        String log = farm.client().text("/api/farm/v1/tasks/" + FarmClient.escaped(task) + "/log");
        PrintWriter out = spec.commandLine().getOut();
        if (log.isEmpty()) {
            spec.commandLine().getErr().println("The task has no log yet.");
        }
        out.print(log);
        out.flush();
        return 0;
    }
}
