// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.State;
import io.tablao.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard's state back from the compacted topic, up to the high watermark of now. An open transaction of the former
 * owner lies below that mark and holds up a committed read until it has ended, so nothing of it can be missed.
 */
final class ShardRecovery {

    private final KafkaSettings kafka;

    ShardRecovery(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** The newest parts of each of the shards. */
    Map<Integer, Collection<State>> read(Collection<Integer> shards) throws InterruptedException {
        Map<TopicPartition, Long> ends = highWatermarks(shards);
        Map<Integer, Map<String, State>> parts = new HashMap<>();
        shards.forEach(shard -> parts.put(shard, new LinkedHashMap<>()));
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            List<TopicPartition> open = new ArrayList<>(ends.keySet());
            while (true) {
                open.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
                if (open.isEmpty()) {
                    break;
                }
                ConsumerRecords<String, byte[]> lines = consumer.poll(Duration.ofMillis(200));
                parts.forEach((shard, known) -> {
                    Map<String, byte @Nullable []> newest = new LinkedHashMap<>();
                    lines.records(new TopicPartition(Topics.STATE, shard))
                            .forEach(line -> newest.put(line.key(), line.value()));
                    keep(known, newest);
                });
            }
        }
        Map<Integer, Collection<State>> newest = new HashMap<>();
        parts.forEach((shard, byKey) -> newest.put(shard, byKey.values()));
        return newest;
    }

    /**
     * Brings the parts up to date. Decoding is nearly all of a recovery's work, so all processors share it.
     *
     * @param newest by key, what was read of it last; null: the part is over
     */
    static void keep(Map<String, State> parts, Map<String, byte @Nullable []> newest) {
        List<Part> decoded = newest.entrySet().parallelStream()
                .map(line -> Part.of(line.getKey(), line.getValue()))
                .toList();
        for (Part part : decoded) {
            if (part.state == null) {
                parts.remove(part.key);
            } else {
                parts.put(part.key, part.state);
            }
        }
    }

    private record Part(String key, @Nullable State state) {

        static Part of(String key, byte @Nullable [] value) {
            return new Part(
                    key,
                    value == null
                            ? null
                            : MessageCodec.decode(value, State.class).body());
        }
    }

    private Map<TopicPartition, Long> highWatermarks(Collection<Integer> shards) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        shards.forEach(shard -> wanted.put(new TopicPartition(Topics.STATE, shard), OffsetSpec.latest()));
        try (Admin admin = Admin.create(kafka.admin())) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            // By default, an admin's latest offset is the high watermark, open transactions included.
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new KafkaException("Could not look up how long the state is", e.getCause());
        }
    }
}
