// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tablao.bus.FarmConfig;
import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaConfig;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.bus.ShardLoop;
import io.tablao.event.Topics;
import io.tablao.storage.ConfiguredFarm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Runs the scheduler in processes that have its role, and says whether it is ready. */
@Readiness
@ApplicationScoped
public class SchedulerStage implements HealthCheck {

    private final Roles roles;
    private final SchedulerConfig config;
    private final FarmConfig farm;
    private final ConfiguredFarm setup;
    private final KafkaSettings kafka;
    private final KafkaConfig layout;
    private final ProcessName name;
    private final MeterRegistry meters;
    private @Nullable ShardLoop loop;
    private @Nullable QueueTopics topics;

    @Inject
    public SchedulerStage(
            Roles roles,
            SchedulerConfig config,
            FarmConfig farm,
            ConfiguredFarm setup,
            KafkaSettings kafka,
            KafkaConfig layout,
            ProcessName name,
            MeterRegistry meters) {
        this.roles = roles;
        this.config = config;
        this.farm = farm;
        this.setup = setup;
        this.kafka = kafka;
        this.layout = layout;
        this.name = name;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        if (!roles.has(Role.SCHEDULER)) {
            return;
        }
        int shards;
        try (Admin admin = Admin.create(kafka.admin())) {
            shards = FarmTopics.partitions(admin, Topics.COMMANDS);
        }
        topics = new QueueTopics(kafka, layout.layout(), Clock.systemUTC());
        var observer = new SchedulerObserver(meters, topics, shards);
        loop = new ShardLoop(
                kafka,
                name.toString(),
                new ShardKeeper(shards, config.rules(farm.zone(), setup.setup(farm.name())), observer),
                Clock.systemUTC());
        loop.start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
        if (topics != null) {
            topics.close();
        }
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("scheduler");
        return loop == null
                ? response.up().withData("role", false).build()
                : response.status(loop.ready()).build();
    }
}
