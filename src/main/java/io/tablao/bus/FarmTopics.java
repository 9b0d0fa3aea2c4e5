// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Topics;
import io.tablao.model.QueueId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Makes the farm's topics. A topic is ready only when all its partitions have a leader: a record sent earlier can be lost
 * with no error for minutes, so everything here waits for that.
 */
public final class FarmTopics {

    private FarmTopics() {}

    /** Makes what is missing of the topics that every farm has; safe to call from many processes at once. */
    public static void ensure(Admin admin, TopicLayout layout) throws InterruptedException {
        ensure(
                admin,
                List.of(
                        layout.submissions(),
                        layout.commands(),
                        layout.deadCommands(),
                        layout.deadDispatches(),
                        layout.events(),
                        layout.state(),
                        layout.inbox(),
                        layout.answers(),
                        layout.taskLogs(),
                        layout.previews()));
    }

    /** Makes the topic of a queue, if it is missing. */
    public static void ensureQueue(Admin admin, TopicLayout layout, QueueId queue) throws InterruptedException {
        ensure(admin, List.of(layout.tasks(Topics.tasks(queue))));
    }

    /** The number of partitions of an existing topic. */
    public static int partitions(Admin admin, String topic) throws InterruptedException {
        try {
            return partitionsOf(admin, List.of(topic)).size();
        } catch (ExecutionException e) {
            throw failed("look at", List.of(topic), e);
        }
    }

    private static void ensure(Admin admin, Collection<NewTopic> topics) throws InterruptedException {
        var results = admin.createTopics(topics).values();
        for (var result : results.entrySet()) {
            try {
                result.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw failed("make", List.of(result.getKey()), e);
                }
            }
        }
        awaitLeaders(admin, topics.stream().map(NewTopic::name).toList());
    }

    private static void awaitLeaders(Admin admin, List<String> topics) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (true) {
            try {
                Map<TopicPartition, OffsetSpec> all = new HashMap<>();
                for (TopicPartition partition : partitionsOf(admin, topics)) {
                    all.put(partition, OffsetSpec.latest());
                }
                admin.listOffsets(all).all().get();
                return;
            } catch (ExecutionException e) {
                // The metadata of a new topic reaches every broker a moment later; the client has retried by then.
                boolean soon = e.getCause() instanceof RetriableException
                        || e.getCause() instanceof LeaderNotAvailableException;
                if (!soon || System.nanoTime() > deadline) {
                    throw failed("reach", topics, e);
                }
            }
        }
    }

    private static List<TopicPartition> partitionsOf(Admin admin, List<String> topics)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        return partitions;
    }

    private static IllegalStateException failed(String what, List<String> topics, ExecutionException e) {
        Throwable cause = e.getCause();
        String why = cause == null ? "" : ": " + cause.getMessage();
        return new IllegalStateException("Could not " + what + " the topics " + topics + why, e);
    }
}
