// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A PostgreSQL server beside this JVM, on a free loopback port, with a password and with its data in a folder that
 * outlives it. A server that a killed farm left behind on that folder is stopped first.
 *
 * <p>The folder holds {@code data}, {@code password}, and {@code complete}, which says that {@code data} was made to its
 * end.
 */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";
    private static final String DATABASE = "tablao";
    // After a crash the server replays its log before it answers.
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final EmbeddedPostgres server;
    private final Postmaster postmaster;
    private final DatabaseAddress address;

    private PostgresServer(EmbeddedPostgres server, Postmaster postmaster, DatabaseAddress address) {
        this.server = server;
        this.postmaster = postmaster;
        this.address = address;
    }

    /**
     * Starts the server; returns when it answers and has the database.
     *
     * @param folder for its data; nobody else may use it
     * @param programs where PostgreSQL's programs are unpacked if they are not there yet
     */
    public static PostgresServer start(Path folder, Path programs) {
        return start(folder, programs, LoopbackPort.free());
    }

    /** Starts the server at a port of the caller's choice, for instance where it was before. */
    public static PostgresServer start(Path folder, Path programs, int port) {
        try {
            Files.createDirectories(folder);
            Files.createDirectories(programs);
            Path data = folder.resolve("data");
            Path complete = folder.resolve("complete");
            Postmaster postmaster = new Postmaster(data);
            postmaster.stop();
            if (!Files.exists(complete)) {
                deleteUnfinished(data);
            }
            String password = SecretFile.readOrCreate(folder.resolve("password"));
            EmbeddedPostgres server = start(data, programs, folder.resolve("password"), password, port);
            createDatabase(server);
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            DatabaseAddress address = new DatabaseAddress("localhost", server.getPort(), DATABASE, USER, password);
            return new PostgresServer(server, postmaster, address);
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new StartupProblem(
                    "The embedded PostgreSQL did not start on " + folder + " (" + e.getMessage()
                            + "): mend that, or give a PostgreSQL of your own with --database.",
                    e);
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Stops the server and waits until it has written everything; clients that are still connected are cut off. */
    @Override
    public void close() {
        try {
            server.close();
            // The former waits for five seconds only.
            postmaster.stop();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL could not be stopped; the next start recovers from it", e);
        }
    }

    private static EmbeddedPostgres start(Path data, Path programs, Path passwordFile, String password, int port)
            throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(programs.toFile())
                // We stop it ourselves, after those who use it.
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_LIMIT)
                .setPort(port)
                .setConnectConfig("password", password)
                // Options of initdb, so that the server asks for the password from its first moment.
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("auth", "scram-sha-256")
                // The same order of text on every machine, whatever its locale.
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .setServerConfig("max_connections", "100")
                .setServerConfig("unix_socket_directories", "")
                // The library is made for tests and switches both off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet found =
                    statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                exists = found.next();
            }
            if (!exists) {
                statement.executeUpdate("CREATE DATABASE " + DATABASE);
            }
        }
    }

    /** A first start that was killed leaves a half-made database behind, with nothing in it yet. */
    private static void deleteUnfinished(Path data) throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
