// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A partition of a topic, as a test writes it: a second passes from message to message. */
final class EventLog {

    static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    private final TopicPartition partition;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    EventLog(String topic, int partition) {
        this.partition = new TopicPartition(topic, partition);
    }

    EventLog add(Message... messages) {
        for (Message message : messages) {
            addBytes(MessageCodec.encode(envelope(message, records.size())));
        }
        return this;
    }

    EventLog addBytes(byte[] value) {
        byte[] key = "key".getBytes(StandardCharsets.UTF_8);
        records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), records.size(), key, value));
        return this;
    }

    int size() {
        return records.size();
    }

    /** As one poll brings them. */
    ConsumerRecords<byte[], byte[]> poll(int from, int to) {
        return new ConsumerRecords<>(Map.of(partition, records.subList(from, to)), Map.of());
    }

    ConsumerRecords<byte[], byte[]> pollAll() {
        return poll(0, records.size());
    }

    static <M extends Message> Envelope<M> envelope(M message, int seconds) {
        return new Envelope<>(new UUID(7, seconds), START.plusSeconds(seconds), null, null, message);
    }
}
