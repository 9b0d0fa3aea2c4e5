// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tablao.bus.FarmTopics;
import io.tablao.bus.TopicLayout;
import io.tablao.farm.TestInfrastructure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The tests' Kafka with the farm's topics, and a PostgreSQL that the test can switch off and on. */
public final class SwitchableServers implements QuarkusTestResourceLifecycleManager {

    private Path folder;
    private int port;
    private EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("tablao-projector-");
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            switchOn();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestInfrastructure.kafka()))) {
                FarmTopics.ensure(admin, TopicLayout.EMBEDDED);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Map.of(
                "kafka.bootstrap.servers",
                TestInfrastructure.kafka(),
                "quarkus.datasource.reactive.url",
                "postgresql://localhost:" + port + "/postgres",
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres");
    }

    /** The test's classes may come from another class loader, so what they are given is of Java's own. */
    @Override
    public void inject(TestInjector injector) {
        Consumer<Boolean> power = on -> {
            if (on) {
                switchOn();
            } else {
                switchOff();
            }
        };
        injector.injectIntoFields(power, field -> field.getName().equals("postgresPower"));
    }

    @Override
    public void stop() {
        switchOff();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void switchOn() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void switchOff() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
