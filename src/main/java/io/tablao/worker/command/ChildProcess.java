// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program that a command runs: started without a shell, with no input, its output and errors merged in the order in
 * which they came. It never outlives the wait for it, nor do its children.
 */
final class ChildProcess {

    /** How long output that is still held open is read after the program's own end. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** Lines that may wait for the task's thread; a program that prints faster than that has to wait. */
    private static final int BACKLOG = 1024;

    private final Process process;
    private final FamilyMark mark;
    private final RunningProcesses processes;

    /** An empty one is the end of the output. */
    private final BlockingQueue<Optional<String>> lines = new ArrayBlockingQueue<>(BACKLOG);

    private volatile @Nullable IOException readFailure;

    private ChildProcess(Process process, FamilyMark mark, RunningProcesses processes) {
        this.process = process;
        this.mark = mark;
        this.processes = processes;
    }

    /** @throws IOException when the program cannot be started, for instance because there is none of that name */
    static ChildProcess start(List<String> commandLine, Map<String, String> environment, RunningProcesses processes)
            throws IOException {
        FamilyMark mark = FamilyMark.fresh();
        ProcessBuilder builder = new ProcessBuilder(commandLine).redirectErrorStream(true);
        builder.environment().putAll(environment);
        mark.put(builder);
        Process process = builder.start();
        try {
            processes.add(process.toHandle(), mark);
            process.getOutputStream().close();
        } catch (IOException notRemembered) {
            ProcessTree.kill(process.toHandle(), mark);
            throw notRemembered;
        }
        return new ChildProcess(process, mark, processes);
    }

    /**
     * Waits for the program's end, and stops it with its children when this thread is interrupted or the taker of the lines
     * throws.
     *
     * @return the exit code
     */
    int awaitExit(Consumer<String> onLine) throws IOException, InterruptedException {
        Thread reader =
                Thread.ofPlatform().daemon().name("output-of-" + process.pid()).start(this::readOutput);
        boolean ended = false;
        try {
            passOn(onLine);
            int exitCode = process.waitFor();
            ended = true;
            return exitCode;
        } finally {
            if (!ended) {
                ProcessTree.kill(process.toHandle(), mark);
            }
            // Ends a reader whose line nobody takes any more.
            reader.interrupt();
            processes.remove(process.toHandle());
        }
    }

    private void passOn(Consumer<String> onLine) throws IOException, InterruptedException {
        long drained = 0;
        while (drained < DRAIN.toMillis()) {
            Optional<String> line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line == null) {
                // Somebody that the program left behind may hold the output open for ever.
                drained += process.isAlive() ? 0 : 100;
            } else if (line.isPresent()) {
                onLine.accept(line.get());
            } else {
                break;
            }
        }
        IOException failure = readFailure;
        if (failure != null) {
            throw failure;
        }
    }

    private void readOutput() {
        try (InputStream output = process.getInputStream()) {
            var reading = new OutputLines(output);
            for (String line = reading.next(); line != null; line = reading.next()) {
                lines.put(Optional.of(line));
            }
            lines.put(Optional.empty());
        } catch (IOException failed) {
            // A pipe that breaks while the program is being killed is no news; at any other time the waiting thread
            // wants to know.
            readFailure = process.isAlive() ? failed : null;
            lines.offer(Optional.empty());
        } catch (InterruptedException abandoned) {
            Thread.currentThread().interrupt();
        }
    }
}
