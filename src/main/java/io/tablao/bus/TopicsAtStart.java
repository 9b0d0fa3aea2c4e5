// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.apache.kafka.clients.admin.Admin;

/** Makes the farm's topics before any stage of this process subscribes to them. */
@ApplicationScoped
public class TopicsAtStart {

    /** Ahead of the channels and of every stage, which begin at the default priority or at that of libraries. */
    private static final int FIRST = 1;

    private final KafkaSettings kafka;
    private final KafkaConfig config;

    @Inject
    public TopicsAtStart(KafkaSettings kafka, KafkaConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    void ensure(@Observes @Priority(FIRST) StartupEvent event) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            FarmTopics.ensure(admin, config.layout());
        }
    }
}
