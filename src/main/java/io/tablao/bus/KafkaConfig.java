// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.util.Optional;

/** How this process takes part in the farm's Kafka. Where the brokers are is {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "tablao")
public interface KafkaConfig {

    /**
     * Names this process among all of the farm; the same after a restart. By default the name of the host, which is what a pod
     * of a stateful set needs; two processes on one host need two names.
     */
    Optional<String> instance();

    /** How topics are laid out when they are made. */
    @WithName("kafka")
    Layout kafka();

    /** Numbers of partitions and copies. */
    interface Layout {

        /** Partitions of commands, events and state: how many shards there are. Cannot be changed later. */
        @WithDefault("4")
        int shards();

        /** Partitions of each queue's topic. */
        @WithDefault("4")
        int taskPartitions();

        /** Copies of each partition. */
        @WithDefault("1")
        int replicas();
    }
}
