// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How topics are laid out when they are made. Where the brokers are is {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "tablao.kafka")
public interface KafkaConfig {

    /** Partitions of commands, events and state: how many shards there are. Cannot be changed later. */
    @WithDefault("4")
    int shards();

    /**
     * Partitions of each queue's topic. A share group shares a partition among all its members only when there are more members
     * than partitions: with fewer, each partition is one worker's, and what lies there waits while that worker renders. One
     * carries some 500 dispatches a second; let there be dozens of workers for each.
     */
    @WithDefault("1")
    int taskPartitions();

    /** Copies of each partition: 1 for the embedded broker, 3 on a cluster. */
    @WithDefault("1")
    int replicas();

    default TopicLayout layout() {
        return new TopicLayout(shards(), taskPartitions(), replicas());
    }
}
