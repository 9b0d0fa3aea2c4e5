// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.runtime.StartupEvent;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.event.Topics;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Deletes events that are both projected and old. The topic's own retention never does, since it does not know what is
 * projected: a farm whose database was away for a year must still be able to catch up.
 */
@ApplicationScoped
public class EventsRetention {

    private static final Logger LOG = Logger.getLogger(EventsRetention.class);

    private final EventsListener events;
    private final KafkaSettings kafka;
    private final ProjectorConfig config;
    private final Clock clock = Clock.systemUTC();

    @Inject
    public EventsRetention(EventsListener events, KafkaSettings kafka, ProjectorConfig config) {
        this.events = events;
        this.kafka = kafka;
        this.config = config;
    }

    void start(@Observes StartupEvent startup, Roles roles, Vertx vertx) {
        if (roles.has(Role.PROJECTOR)) {
            vertx.setPeriodic(
                    config.retentionInterval().toMillis(),
                    timer -> vertx.executeBlocking(deleteOld())
                            .onFailure(problem ->
                                    LOG.warnf("Old events were not deleted, and will be later: %s", problem)));
        }
    }

    private Callable<Map<TopicPartition, RecordsToDelete>> deleteOld() {
        return () -> {
            try (Admin admin = Admin.create(kafka.admin())) {
                return deleteOld(
                        admin,
                        Topics.EVENTS,
                        events.projection().positions(),
                        clock.instant().minus(config.keepEvents()));
            }
        };
    }

    /**
     * @param projected the next offset to project, by partition
     * @param before events from this time on stay
     * @return what was deleted
     */
    static Map<TopicPartition, RecordsToDelete> deleteOld(
            Admin admin, String topic, Map<Integer, Long> projected, Instant before)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        projected.forEach((partition, offset) ->
                asked.put(new TopicPartition(topic, partition), OffsetSpec.forTimestamp(before.toEpochMilli())));
        Map<TopicPartition, RecordsToDelete> old = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, young) -> {
            long next = projected.getOrDefault(partition.partition(), 0L);
            // Negative: all events are older than that.
            long end = young.offset() < 0 ? next : Math.min(next, young.offset());
            if (end > 0) {
                old.put(partition, RecordsToDelete.beforeOffset(end));
            }
        });
        admin.deleteRecords(old).all().get();
        return old;
    }
}
