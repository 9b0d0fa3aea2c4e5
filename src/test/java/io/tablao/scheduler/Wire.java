// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Answer;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Message;
import io.tablao.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What a test says to the scheduler, and hears of it, over Kafka. */
final class Wire implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final KafkaSettings kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final Set<Object> taken = new HashSet<>();

    Wire(KafkaSettings kafka) {
        this.kafka = kafka;
        this.producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
    }

    void send(Command command) {
        send(new Envelope<>(UUID.randomUUID(), Instant.now(), null, null, command));
    }

    /** Sends a command and waits for its answer. */
    Answer ask(Command command) {
        var envelope = new Envelope<>(UUID.randomUUID(), Instant.now(), "test-api", null, command);
        send(envelope);
        return next(Topics.ANSWERS, Answer.class, answer -> answer.command().equals(envelope.id()));
    }

    /** The first message of the topic that the predicate takes and that was not taken before. */
    <M extends Message> M next(String topic, Class<M> family, Predicate<M> wanted) {
        Instant limit = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(limit)) {
            try (var consumer = consumer(topic)) {
                while (Instant.now().isBefore(limit)) {
                    for (var line : consumer.poll(Duration.ofMillis(100))) {
                        M message = MessageCodec.decode(line.value(), family).body();
                        if (wanted.test(message) && taken.add(List.of(line.topic(), line.partition(), line.offset()))) {
                            return message;
                        }
                    }
                }
            } catch (UnknownTopicOrPartitionException e) {
                // A queue's topic comes into being with its first task.
            }
        }
        throw new AssertionError("Nothing of the kind came on " + topic + " within " + LIMIT);
    }

    /** All messages that the topic holds now. */
    <M extends Message> List<M> all(String topic, Class<M> family) {
        List<M> messages = new ArrayList<>();
        try (var consumer = consumer(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(line -> messages.add(
                                MessageCodec.decode(line.value(), family).body()));
            }
        }
        return messages;
    }

    /** All records that the topic holds now, as they are. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = consumer(topic)) {
            var ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var line : consumer.poll(Duration.ofMillis(100))) {
                    byte[] key = line.key() == null ? null : line.key().getBytes(StandardCharsets.UTF_8);
                    records.add(new ConsumerRecord<>(line.topic(), line.partition(), line.offset(), key, line.value()));
                }
            }
        }
        return records;
    }

    <M extends Message> M at(String topic, Class<M> family, int partition, long offset) {
        try (var consumer = consumer(topic)) {
            var place = new TopicPartition(topic, partition);
            consumer.assign(List.of(place));
            consumer.seek(place, offset);
            return MessageCodec.decode(consumer.poll(LIMIT).iterator().next().value(), family)
                    .body();
        }
    }

    private KafkaConsumer<String, byte[]> consumer(String topic) {
        Map<String, Object> settings = kafka.consumer();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.put("allow.auto.create.topics", false);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    private void send(Envelope<? extends Command> envelope) {
        try {
            producer.send(new ProducerRecord<>(Topics.COMMANDS, envelope.body().key(), MessageCodec.encode(envelope)))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
