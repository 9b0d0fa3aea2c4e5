// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.tablao.cli.CommandProblem;
import io.tablao.cli.Tablao;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Where the process begins. Quarkus is started by {@code up} alone: every other command is done before it would be up. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine commands = Tablao.commandLine(new Up(), new ProjectionCommand());
        commands.setExecutionExceptionHandler(Main::explain);
        System.exit(commands.execute(args));
    }

    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (problem instanceof StartupProblem || problem instanceof CommandProblem) {
            err.println(problem.getMessage());
        } else {
            problem.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
