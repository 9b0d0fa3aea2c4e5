// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The PostgreSQL process on a data directory, whoever started it, as its {@code postmaster.pid} names it. */
final class Postmaster {
    private static final Logger LOG = Logger.getLogger(Postmaster.class);
    // Of PostgreSQL's signals: ends sessions, writes everything, exits.
    private static final String FAST_SHUTDOWN = "INT";
    // Exits at once; the next start replays the log.
    private static final String IMMEDIATE_SHUTDOWN = "QUIT";
    private static final long FAST_SECONDS = 60;
    private static final long IMMEDIATE_SECONDS = 10;

    private final Path data;

    Postmaster(Path data) {
        this.data = data;
    }

    /**
     * Stops the server if one runs, and waits for its end. The caller holds the data folder, so a server that runs on it
     * before ours is an orphan of a farm that was killed.
     */
    void stop() throws IOException {
        Optional<ProcessHandle> running = process();
        if (running.isEmpty()) {
            return;
        }
        ProcessHandle server = running.get();
        LOG.infof("Stopping the PostgreSQL server %d on %s", server.pid(), data);
        if (!stopped(server, FAST_SHUTDOWN, FAST_SECONDS) && !stopped(server, IMMEDIATE_SHUTDOWN, IMMEDIATE_SECONDS)) {
            throw new IOException("the PostgreSQL server " + server.pid() + " does not stop");
        }
    }

    private Optional<ProcessHandle> process() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> process =
                lines.isEmpty() ? Optional.empty() : pid(lines.get(0)).flatMap(ProcessHandle::of);
        if (process.filter(Postmaster::isPostgres).isEmpty()) {
            // PostgreSQL refuses to start when some other process has come to have the number of its dead predecessor.
            Files.delete(file);
            return Optional.empty();
        }
        return process;
    }

    private static Optional<Long> pid(String line) {
        String digits = line.strip();
        return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static boolean isPostgres(ProcessHandle process) {
        // A system that does not tell what a process runs leaves us the number alone.
        return process.isAlive()
                && process.info().command().map(c -> c.contains("postgres")).orElse(true);
    }

    private boolean stopped(ProcessHandle server, String signal, long seconds) throws IOException {
        // Java's own way to end a process is SIGTERM: PostgreSQL then waits for its clients to go, which may take for
        // ever.
        new ProcessBuilder("sh", "-c", "kill -" + signal + " \"$0\"", Long.toString(server.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            server.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was stopping", e);
        }
    }
}
