// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The share group of all workers: each dispatch goes to one of those that are free. */
public final class ShareGroup {

    public static final String WORKERS = "tablao-workers";

    /** How a group behaves is the group's configuration, not its members'; without these, dispatches would be lost. */
    private static final Map<String, String> BEHAVIOUR = Map.of(
            // What was dispatched before the group was first used is not passed over.
            "share.auto.offset.reset", "earliest",
            // Nor is taken what the scheduler has not committed.
            "share.isolation.level", "read_committed",
            "share.record.lock.duration.ms", "30000",
            // A worker that is busy with an offer hands a dispatch back, which counts as a delivery.
            "share.delivery.count.limit", "10",
            // What was delivered so often, or rejected, is told to the scheduler, whole.
            "errors.deadletterqueue.topic.name", Topics.DEAD_DISPATCHES,
            "errors.deadletterqueue.copy.record.enable", "true");

    private ShareGroup() {}

    /** Configures the group; to be done before its first use, and as often as you like. */
    public static void configure(Admin admin, String group) throws InterruptedException {
        Collection<AlterConfigOp> changes = BEHAVIOUR.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not configure the share group " + group + ": " + e.getCause(), e);
        }
    }

    /**
     * Joins the group, for so many records at a time. The member is to poll for a few milliseconds, again and again: a committed
     * record that comes in during a poll is handed out by the next one.
     *
     * @param topics need not exist yet
     * @param most exact for 1; any other number the broker may exceed
     */
    public static KafkaShareConsumer<byte[], byte[]> join(
            KafkaSettings kafka, String group, List<String> topics, int most) {
        Map<String, Object> properties = new HashMap<>(kafka.consumer());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
        // With the usual half second, an acknowledgement would wait behind a fetch that finds nothing.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        // New topics are found this soon.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 1_000);
        // A task may run for days, and nothing is polled meanwhile.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, (long) Integer.MAX_VALUE);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        var member = new KafkaShareConsumer<byte[], byte[]>(properties);
        member.subscribe(withOneOfItsOwn(topics));
        return member;
    }

    /**
     * While all members subscribe to the same topics, the broker spreads the partitions of all topics together over the
     * members, so that with few members each topic goes to one of them alone, and waits while that one is busy. When
     * subscriptions differ it spreads each topic for itself, over everybody who subscribes to it. So each member subscribes to
     * one topic more, which nobody else names and which never exists.
     */
    private static List<String> withOneOfItsOwn(List<String> topics) {
        return Stream.concat(topics.stream(), Stream.of("tablao.member." + UUID.randomUUID()))
                .toList();
    }
}
