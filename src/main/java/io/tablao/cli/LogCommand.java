// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./tablao log}: what a task has said. */
@Command(
        name = "log",
        description = "Prints a task's log, of all its attempts or of one.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {

    private static final Set<String> ENDS = Set.of("completed", "failed", "canceled");
    private static final long LOOK_EVERY_MILLIS = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Parameters(paramLabel = "TASK_ID", description = "The task's id, as ./tablao job prints it.")
    private String task;

    @Option(names = "--attempt", paramLabel = "N", description = "Only what came in this attempt, from 1.")
    private @Nullable Integer attempt;

    @Option(names = "--follow", description = "Goes on with what the task says next, until it ends.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        FarmClient client = farm.client();
        PrintWriter out = spec.commandLine().getOut();
        String id = FarmClient.escaped(task);
        String path = "/api/farm/v1/tasks/" + id + "/log" + (attempt == null ? "" : "." + attempt);
        long read = client.copy(path, 0, out);
        out.flush();
        if (!follow) {
            if (read == 0) {
                spec.commandLine().getErr().println("The task has no log yet.");
            }
            return 0;
        }
        // Never counted down: Ctrl-C ends the process, and with it the wait.
        var never = new CountDownLatch(1);
        while (true) {
            // Asked first: what the task said before its end is there then, or comes with the next look.
            boolean ended = ENDS.contains(
                    client.get("/api/v3/tasks/" + id).path("status").asText());
            if (never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Nobody ends the wait");
            }
            long more = client.copy(path, read, out);
            out.flush();
            read += more;
            if (ended && more == 0) {
                return 0;
            }
        }
    }
}
