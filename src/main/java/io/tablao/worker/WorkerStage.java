// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts and stops this process' workers with the process, if it has that role. */
@ApplicationScoped
public class WorkerStage {

    private final Roles roles;
    private final KafkaSettings kafka;
    private final WorkerConfig config;
    private final MeterRegistry registry;
    private final Optional<String> folder;
    private final String software;

    private volatile @Nullable Workers workers;

    @Inject
    public WorkerStage(
            Roles roles,
            KafkaSettings kafka,
            WorkerConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "tablao.data-dir") Optional<String> folder,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.roles = roles;
        this.kafka = kafka;
        this.config = config;
        this.registry = registry;
        this.folder = folder;
        this.software = "Tablao " + version;
    }

    void start(@Observes StartupEvent event) {
        if (roles.has(Role.WORKER)) {
            Path own = folder.map(Path::of)
                    .orElseThrow(() -> new IllegalStateException(
                            "Workers need a folder where their ids are kept: set tablao.data-dir."))
                    .resolve("worker");
            var started = new Workers(kafka, config, own, software, registry);
            workers = started;
            started.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Workers started = workers;
        if (started != null) {
            started.close();
        }
    }

    /** Whether all workers have signed on; true where there are none. */
    boolean isReady() {
        Workers started = workers;
        return started == null ? !roles.has(Role.WORKER) : started.areSignedOn();
    }
}
