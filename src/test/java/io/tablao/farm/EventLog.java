// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Event;
import io.tablao.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What has happened in a farm, as its events say. */
final class EventLog {

    private EventLog() {}

    /** All events of that kind that are written by now. */
    static <E extends Event> List<E> read(String bootstrapServers, Class<E> kind) {
        Map<String, Object> settings = KafkaSettings.of(bootstrapServers).consumer();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        List<E> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(partition -> new TopicPartition(Topics.EVENTS, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(line -> {
                    Event event = MessageCodec.decode(line.value(), Event.class).body();
                    if (kind.isInstance(event)) {
                        events.add(kind.cast(event));
                    }
                });
            }
        }
        return events;
    }
}
