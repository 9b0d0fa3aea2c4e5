// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How the farm's topics are laid out when they are made. Topics that exist are left as they are.
 *
 * @param shards partitions of commands, events and state, and with it how many shards the scheduler has; cannot be changed
 *     once the farm has begun
 * @param taskPartitions partitions of each queue's topic, far fewer than the queue has workers, see {@link KafkaConfig}
 * @param replicas copies of each partition; 1 for the embedded broker, 3 on a cluster
 */
public record TopicLayout(int shards, int taskPartitions, int replicas) {

    public static final TopicLayout EMBEDDED = new TopicLayout(4, 1, 1);

    private static final int INBOX_PARTITIONS = 8;
    private static final String FOR_EVER = "-1";

    public TopicLayout {
        if (shards < 1 || taskPartitions < 1 || replicas < 1) {
            throw new IllegalArgumentException("Shards, partitions and replicas are at least 1");
        }
    }

    NewTopic submissions() {
        return topic(Topics.SUBMISSIONS, shards, retained(Duration.ofDays(30)));
    }

    NewTopic commands() {
        return topic(Topics.COMMANDS, shards, retained(Duration.ofDays(30)));
    }

    NewTopic deadCommands() {
        return topic(Topics.DEAD_COMMANDS, 1, retained(Duration.ofDays(90)));
    }

    NewTopic deadDispatches() {
        return topic(
                Topics.DEAD_DISPATCHES,
                1,
                Map.of(
                        "retention.ms",
                        Long.toString(Duration.ofDays(7).toMillis()),
                        "errors.deadletterqueue.group.enable",
                        "true"));
    }

    /** The projector deletes what it has projected; time alone never does. */
    NewTopic events() {
        return topic(Topics.EVENTS, shards, Map.of("retention.ms", FOR_EVER));
    }

    NewTopic state() {
        return topic(
                Topics.STATE,
                shards,
                Map.of(
                        "cleanup.policy",
                        "compact",
                        "segment.bytes",
                        Integer.toString(64 << 20),
                        "min.cleanable.dirty.ratio",
                        "0.3",
                        // A quiet farm's newest segment would be cleaned when it is full, in years.
                        "max.compaction.lag.ms",
                        Long.toString(Duration.ofDays(1).toMillis()),
                        "delete.retention.ms",
                        Long.toString(Duration.ofHours(6).toMillis())));
    }

    NewTopic inbox() {
        return topic(Topics.INBOX, INBOX_PARTITIONS, retained(Duration.ofDays(1)));
    }

    NewTopic answers() {
        return topic(Topics.ANSWERS, shards, retained(Duration.ofHours(1)));
    }

    NewTopic taskLogs() {
        return topic(Topics.TASK_LOGS, shards, retained(Duration.ofDays(7)));
    }

    /** The newest of each job is shown, soon; what is older is of use to nobody, and images are large. */
    NewTopic previews() {
        return topic(
                Topics.PREVIEWS,
                shards,
                Map.of(
                        "retention.ms",
                        Long.toString(Duration.ofHours(1).toMillis()),
                        "retention.bytes",
                        Integer.toString(128 << 20),
                        "segment.ms",
                        Long.toString(Duration.ofMinutes(15).toMillis()),
                        "segment.bytes",
                        Integer.toString(32 << 20)));
    }

    /** A record that outlasts the retention is noticed by its queue's timer, and dispatched again. */
    NewTopic tasks(String name) {
        return topic(name, taskPartitions, retained(Duration.ofDays(7)));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configs) {
        return new NewTopic(name, partitions, (short) replicas).configs(configs);
    }

    /** Only whole segments are deleted, so that they have to be shorter than what is kept. */
    private static Map<String, String> retained(Duration time) {
        return Map.of(
                "retention.ms",
                Long.toString(time.toMillis()),
                "segment.ms",
                Long.toString(time.dividedBy(4).toMillis()));
    }
}
