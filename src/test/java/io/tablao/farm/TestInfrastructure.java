// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tablao.standalone.DatabaseAddress;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.standalone.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Kafka and PostgreSQL for tests, started once for the whole test JVM at first use and stopped at its end. Plain JUnit
 * tests call {@link #kafka()} and {@link #newDatabase()}; a {@code @QuarkusTest} is annotated with
 * {@code @WithTestResource(TestInfrastructure.class)}.
 *
 * <p>All tests share the broker: a test gives its own topics and groups names of its own.
 */
public final class TestInfrastructure implements QuarkusTestResourceLifecycleManager {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** Kafka's bootstrap servers. */
    public static String kafka() {
        return Servers.STARTED.kafka.bootstrapServers();
    }

    /** The database {@code tablao}, which every test of this JVM sees. */
    public static DatabaseAddress database() {
        return Servers.STARTED.postgres.address();
    }

    /** A new, empty database for one test. */
    public static DatabaseAddress newDatabase() {
        DatabaseAddress shared = database();
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(shared.jdbcUrl(), shared.user(), shared.password());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new DatabaseAddress(shared.host(), shared.port(), name, shared.user(), shared.password());
    }

    /** The properties that point the application to Kafka and to a database, a name and a folder of its own. */
    @Override
    public Map<String, String> start() {
        DatabaseAddress database = newDatabase();
        String name = database.database();
        return Map.of(
                "tablao.data-dir", Servers.STARTED.folder.resolve(name).toString(),
                "tablao.instance", name,
                "kafka.bootstrap.servers", kafka(),
                "quarkus.datasource.reactive.url", database.reactiveUrl(),
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password());
    }

    /** The servers go on: other tests of this JVM use them, and its end stops them. */
    @Override
    public void stop() {}

    /**
     * Stands outside the class that holds its result: the thread that starts Kafka would wait for that class to be
     * initialized, while its initialization waits for Kafka.
     */
    private static Servers startServers() {
        try {
            Path folder = Files.createTempDirectory("tablao-test-");
            // Kept from run to run: unpacking them takes seconds.
            Path programs = Path.of("target", "postgres-programs").toAbsolutePath();
            CompletableFuture<EmbeddedKafka> kafka = CompletableFuture.supplyAsync(
                    () -> EmbeddedKafka.start(folder.resolve("kafka")), TestInfrastructure::inOwnThread);
            PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"), programs);
            Servers servers = new Servers(folder, kafka.join(), postgres);
            Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "test-infrastructure"));
            return servers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Threads of the common pool keep the class loader of whoever used them first, which may be that of an application that
     * has stopped: Kafka's logging would mix classes of two loaders.
     */
    private static void inOwnThread(Runnable start) {
        Thread thread = new Thread(start, "test-kafka");
        thread.setContextClassLoader(TestInfrastructure.class.getClassLoader());
        thread.start();
    }

    private record Servers(Path folder, EmbeddedKafka kafka, PostgresServer postgres) {
        static final Servers STARTED = startServers();

        private void stop() {
            kafka.close();
            postgres.close();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
