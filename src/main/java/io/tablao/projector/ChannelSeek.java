// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Moves the reading of a channel's partition forward, if the partition is still assigned to it. */
record ChannelSeek(KafkaClientService kafka, String channel) implements TopicProjection.Seek {

    @Override
    public Uni<Void> to(int partition, long offset) {
        return kafka.<byte[], byte[]>getConsumer(channel)
                .runOnPollingThread((Consumer<byte[], byte[]> consumer) -> {
                    for (TopicPartition assigned : consumer.assignment()) {
                        if (assigned.partition() == partition && consumer.position(assigned) < offset) {
                            consumer.seek(assigned, offset);
                        }
                    }
                    return true;
                })
                .replaceWithVoid();
    }
}
