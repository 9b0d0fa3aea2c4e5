// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.Message;
import io.tablao.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What has happened in a farm, as its events say. */
public final class EventLog {

    private EventLog() {}

    /** All events of that kind that are written by now. */
    static <E extends Event> List<E> read(String bootstrapServers, Class<E> kind) {
        return envelopes(bootstrapServers, Topics.EVENTS, Event.class).stream()
                .map(Envelope::body)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** All messages that are written to the topic by now, in order for each key. */
    public static <M extends Message> List<Envelope<M>> envelopes(
            String bootstrapServers, String topic, Class<M> family) {
        List<Envelope<M>> messages = new ArrayList<>();
        read(bootstrapServers, topic, line -> messages.add(MessageCodec.decode(line.value(), family)));
        return messages;
    }

    /** What a compacted topic holds by now: the newest message of each key that has no tombstone. */
    public static <M extends Message> Map<String, M> newest(String bootstrapServers, String topic, Class<M> family) {
        Map<String, M> newest = new TreeMap<>();
        read(bootstrapServers, topic, line -> {
            if (line.value() == null) {
                newest.remove(line.key());
            } else {
                newest.put(line.key(), MessageCodec.decode(line.value(), family).body());
            }
        });
        return newest;
    }

    private static void read(String bootstrapServers, String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<String, Object> settings = KafkaSettings.of(bootstrapServers).consumer();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }
}
