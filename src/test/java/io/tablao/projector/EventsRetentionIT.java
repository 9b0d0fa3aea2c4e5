// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.KafkaSettings;
import io.tablao.farm.TestInfrastructure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Only what is both projected and old is deleted. */
class EventsRetentionIT {

    private static final long LONG_AGO = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

    private final KafkaSettings kafka = KafkaSettings.of(TestInfrastructure.kafka());
    private final String topic = "retention-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);

    @Test
    void what_is_not_projected_stays_however_old_it_is() throws Exception {
        try (Admin admin = topicWith(LONG_AGO, LONG_AGO, LONG_AGO)) {
            EventsRetention.deleteOld(admin, topic, Map.of(0, 2L), LATER);

            assertThat(beginning(admin)).isEqualTo(2);
        }
    }

    @Test
    void what_is_young_stays_although_it_is_projected() throws Exception {
        try (Admin admin = topicWith(LONG_AGO, LATER.toEpochMilli() + 1, LATER.toEpochMilli() + 2)) {
            EventsRetention.deleteOld(admin, topic, Map.of(0, 3L), LATER);

            assertThat(beginning(admin)).isEqualTo(1);
        }
    }

    private Admin topicWith(long... times) throws Exception {
        Admin admin = Admin.create(kafka.admin());
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "-1"))))
                .all()
                .get();
        try (var producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new StringSerializer())) {
            for (long time : times) {
                producer.send(new ProducerRecord<>(topic, 0, time, "key", "value"))
                        .get();
            }
        }
        return admin;
    }

    private long beginning(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
