// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top of the command line: {@code ./tablao}. Each command is a class of its own, listed here in the order of the help. */
@Command(
        name = "tablao",
        description = "A render farm and batch scheduler.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "",
            "Also: ./tablao test [--long] runs the tests, ./tablao bench compile|submit|farm|workers a benchmark.",
            "./tablao help COMMAND tells more of one."
        })
public final class Tablao implements Runnable {
    @Spec
    private CommandSpec spec;

    private Tablao() {}

    /**
     * The command line with all its commands.
     *
     * @param up the command that starts a farm; it belongs to the composition root, which this package does not know
     * @param more commands of the composition root
     */
    public static CommandLine commandLine(Object up, Object... more) {
        CommandLine commands = new CommandLine(new Tablao())
                .addSubcommand(up)
                .addSubcommand(new Demo())
                .addSubcommand(new Submit())
                .addSubcommand(new JobsCommand())
                .addSubcommand(new JobCommand())
                .addSubcommand(new LogCommand())
                .addSubcommand(new CancelCommand())
                .addSubcommand(new PauseCommand())
                .addSubcommand(new RequeueCommand())
                .addSubcommand(new PriorityCommand())
                .addSubcommand(new WorkersCommand())
                .addSubcommand(new WorkerCommand())
                .addSubcommand(new TagsCommand())
                .addSubcommand(new ConfigCommand())
                .addSubcommand(new HistoryCommand())
                .addSubcommand(new DeleteCommand())
                .addSubcommand(new ShamanCommand())
                .addSubcommand(new CompilersCommand())
                .addSubcommand(new CompileCommand());
        for (Object each : more) {
            commands.addSubcommand(each);
        }
        return commands.addSubcommand(new VersionCommand())
                .addSubcommand(new HelpCommand())
                .setParameterExceptionHandler(Tablao::explain);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One sentence; picocli's own way is a page of usage, in which it drowns. */
    private static int explain(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        command.getErr().println(problem.getMessage());
        command.getErr()
                .println("See ./tablao help" + (command.getParent() == null ? "" : " " + command.getCommandName())
                        + ".");
        return CommandLine.ExitCode.USAGE;
    }
}
