// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.bus.KafkaSettings;
import io.tablao.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a scheduler would recover from. */
final class StateLog {

    private StateLog() {}

    /** The keys that have no tombstone, of the entity's parts. */
    static Set<String> parts(String bootstrapServers, String entity) {
        Map<String, Object> settings = KafkaSettings.of(bootstrapServers).consumer();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        Set<String> keys = new TreeSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STATE).stream()
                    .map(partition -> new TopicPartition(Topics.STATE, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(line -> {
                    if (line.value() == null) {
                        keys.remove(line.key());
                    } else {
                        keys.add(line.key());
                    }
                });
            }
        }
        return keys.stream().filter(key -> key.startsWith(entity + "|")).collect(Collectors.toSet());
    }
}
