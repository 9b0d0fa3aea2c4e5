// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();
    private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

    @TempDir
    Path folder;

    @Test
    void keepsItsRecordsFromStartToStart() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.start(folder)) {
            createTopic(first.bootstrapServers());
            send(first.bootstrapServers(), "before");
        }

        try (EmbeddedKafka second = EmbeddedKafka.start(folder)) {
            send(second.bootstrapServers(), "after");
            assertThat(records(second.bootstrapServers())).containsExactly("before", "after");
        }
    }

    @Test
    void keepsItsRecordsWhenItIsKilled() throws Exception {
        ServersToKill.Running killed = ServersToKill.start(folder, PROGRAMS);
        createTopic(killed.kafka());
        send(killed.kafka(), "before");
        killed.kill();
        new Postmaster(folder.resolve("postgres").resolve("data")).stop();

        try (EmbeddedKafka next = EmbeddedKafka.start(folder.resolve("kafka"))) {
            send(next.bootstrapServers(), "after");
            assertThat(records(next.bootstrapServers())).containsExactly("before", "after");
        }
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            // Producing before the partition has a leader can lose records.
            admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest())).all().get();
        }
    }

    private static void send(String bootstrapServers, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
        }
    }

    private static List<String> records(String bootstrapServers) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<String, String> received : consumer.poll(Duration.ofSeconds(1))) {
                    values.add(received.value());
                }
            }
        }
        return values;
    }
}
