// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tablao.standalone.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker for one test, which gets it as {@link AutoCloseable}: the application loads classes of its own. */
public final class KafkaToStop implements QuarkusTestResourceLifecycleManager {

    private @Nullable EmbeddedKafka kafka;
    private @Nullable Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("tablao-kafka-");
            EmbeddedKafka started = EmbeddedKafka.start(folder);
            kafka = started;
            return Map.of("kafka.bootstrap.servers", started.bootstrapServers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(kafka, new TestInjector.MatchesType(AutoCloseable.class));
    }

    /** The test has stopped it. */
    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
