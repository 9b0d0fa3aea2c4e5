// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** An installed program, found before it is started so that its absence is told in words, and run with its output logged. */
final class Program {

    /** How many of the last lines a failure quotes. */
    private static final int LAST_LINES = 5;

    private final String exe;
    private final String whenMissing;
    private final List<Path> usualPlaces;

    /** @param whenMissing what to tell the person whose task it is when the program cannot be found */
    Program(String exe, String whenMissing) {
        this(exe, whenMissing, List.of());
    }

    /** @param usualPlaces files that are taken, the first that exists, when a bare name is not on the PATH */
    Program(String exe, String whenMissing, List<Path> usualPlaces) {
        this.exe = exe;
        this.whenMissing = whenMissing;
        this.usualPlaces = List.copyOf(usualPlaces);
    }

    /**
     * @param onLine sees each line of output, after it was logged
     * @throws CommandFailed when there is no such program, or its exit code is not 0
     */
    void run(List<String> args, CommandContext context, Consumer<String> onLine)
            throws CommandFailed, IOException, InterruptedException {
        Deque<String> lastLines = new ArrayDeque<>();
        int exitCode = exitCode(args, context, line -> {
            lastLines.addLast(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.removeFirst();
            }
            onLine.accept(line);
        });
        if (exitCode != 0) {
            String quoted = lastLines.isEmpty() ? "" : "; its last lines:\n" + String.join("\n", lastLines);
            throw new CommandFailed(exe + " exited with " + exitCode + quoted);
        }
    }

    /** As {@link #run}, but any exit code is handed back. */
    int exitCode(List<String> args, CommandContext context, Consumer<String> onLine)
            throws CommandFailed, IOException, InterruptedException {
        List<String> commandLine = new ArrayList<>();
        commandLine.add(Executables.find(exe, usualPlaces)
                .orElseThrow(() -> new CommandFailed(whenMissing))
                .toString());
        commandLine.addAll(args);
        context.log("Running " + String.join(" ", commandLine));
        return context.execute(commandLine, line -> {
            context.log(line);
            onLine.accept(line);
        });
    }
}
