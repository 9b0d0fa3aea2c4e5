// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.standalone.DatabaseAddress;
import io.tablao.standalone.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The farm's PostgreSQL, always at the same address. */
final class Database implements Victim {

    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

    private final Path folder;
    private PostgresServer server;

    Database(Path folder) {
        this.folder = folder;
        server = PostgresServer.start(folder, PROGRAMS);
    }

    DatabaseAddress address() {
        return server.address();
    }

    /** As {@code --database} takes it. */
    String url() {
        var address = address();
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "/" + address.database();
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() {
        server = PostgresServer.start(folder, PROGRAMS, address().port());
    }

    @Override
    public void kill() {
        postmaster().ifPresent(postmaster -> {
            Signals.send("KILL", Stream.concat(postmaster.descendants(), Stream.of(postmaster)));
            postmaster.onExit().join();
        });
        // Gives the lock on its folder back, which this JVM holds.
        server.close();
    }

    @Override
    public void end() {
        server.close();
    }

    @Override
    public void pause() {
        signalAll("STOP");
    }

    @Override
    public void resume() {
        signalAll("CONT");
    }

    private void signalAll(String signal) {
        postmaster()
                .ifPresent(postmaster ->
                        Signals.send(signal, Stream.concat(Stream.of(postmaster), postmaster.descendants())));
    }

    private Optional<ProcessHandle> postmaster() {
        try {
            Path file = folder.resolve("data").resolve("postmaster.pid");
            return Files.exists(file)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
