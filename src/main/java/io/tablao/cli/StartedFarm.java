// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A farm that a command started for itself, and stops when it is done; or one that was there, and stays. */
final class StartedFarm implements AutoCloseable {

    private static final String READY = "Farm ready: ";
    private static final long STOP_SECONDS = 60;
    private static final int LAST_LINES = 20;

    private final @Nullable Process process;

    private StartedFarm(@Nullable Process process) {
        this.process = process;
    }

    static StartedFarm unlessAnswering(FarmClient client, Terminal terminal) throws IOException {
        if (client.answers()) {
            terminal.line("Using the farm at " + client.url());
            return new StartedFarm(null);
        }
        URI url = URI.create(client.url());
        if (!"localhost".equals(url.getHost()) && !"127.0.0.1".equals(url.getHost())) {
            throw new CommandProblem(
                    "No farm answers at " + client.url() + ", and one can be started on this machine only.");
        }
        terminal.line("No farm answers at " + client.url() + ": starting one");
        String launcher = System.getProperty("tablao.launcher", "./tablao");
        int port = url.getPort() < 0 ? 80 : url.getPort();
        Process process = new ProcessBuilder(List.of(launcher, "up", "--port", Integer.toString(port)))
                .redirectErrorStream(true)
                .start();
        var farm = new StartedFarm(process);
        // Whatever ends this command, Ctrl-C too, ends the farm.
        Runtime.getRuntime().addShutdownHook(new Thread(farm::close, "stop-farm"));
        farm.awaitReady(process);
        terminal.line("The farm is ready");
        return farm;
    }

    boolean ours() {
        return process != null;
    }

    void awaitEnd() throws InterruptedException {
        if (process != null) {
            process.waitFor();
        }
    }

    private void awaitReady(Process process) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) {
                // Its log lines are read on, since a full pipe would stop it.
                Thread.ofVirtual().start(() -> readOn(lines));
                return;
            }
            last.addLast(line);
            if (last.size() > LAST_LINES) {
                last.removeFirst();
            }
        }
        throw new CommandProblem("The farm did not start: " + String.join(System.lineSeparator(), last));
    }

    /** Reads and forgets, until the process ends; a stream that is closed then, in the middle of a read, is such an end. */
    private static void readOn(BufferedReader lines) {
        try {
            String line = lines.readLine();
            while (line != null) {
                line = lines.readLine();
            }
        } catch (IOException e) {
            System.getLogger(StartedFarm.class.getName()).log(System.Logger.Level.DEBUG, "The farm's output ended", e);
        }
    }

    @Override
    public void close() {
        if (process == null || !process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
