// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import io.tablao.compiler.ScriptsCheck;
import io.tablao.compiler.ScriptsCheck.Finding;
import io.tablao.compiler.ScriptsCheck.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao compilers check}: a folder of scripts, without a farm. */
@Command(
        name = "check",
        description = {
            "Checks a folder of job compiler scripts, with no farm running.",
            "Each script must describe a job type, compile the submissions in NAME.example.json and NAME.*.example.json beside it,"
                    + " and make of them what NAME.expected.json says, where there is one. Exits with 1 when there is an error."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder;

    @Option(names = "--update", description = "Writes what the scripts make of the examples down as expected.")
    private boolean update;

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(folder)) {
            throw new CommandProblem(folder + " is no folder: name the one that holds the scripts.");
        }
        // What the compiler would log, the findings tell.
        Logger.getLogger("").setLevel(java.util.logging.Level.OFF);
        var terminal = new Terminal(spec.commandLine().getOut());
        List<Finding> findings;
        try (var check = new ScriptsCheck(folder, update)) {
            findings = check.findings();
        } catch (IOException e) {
            throw new CommandProblem("The scripts in " + folder + " cannot be read: " + e.getMessage(), e);
        }
        for (Finding finding : findings) {
            String mark = switch (finding.level()) {
                case FINE -> "ok";
                case WARNING -> "warning";
                case ERROR -> "error";
            };
            terminal.line(terminal.status(mark) + "  " + finding.file() + ": " + finding.text());
        }
        long errors =
                findings.stream().filter(each -> each.level() == Level.ERROR).count();
        long warnings =
                findings.stream().filter(each -> each.level() == Level.WARNING).count();
        terminal.line(errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings"));
        return errors == 0 ? 0 : 1;
    }
}
