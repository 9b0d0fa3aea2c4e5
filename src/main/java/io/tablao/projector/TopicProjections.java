// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tablao.event.Message;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Gives each topic's listener its projection, which waits for the newest schema. */
@ApplicationScoped
public class TopicProjections {

    private final ProjectionWriter writer;
    private final SchemaMigration schema;
    private final KafkaClientService kafka;
    private final ProjectorConfig config;

    @Inject
    TopicProjections(
            ProjectionWriter writer, SchemaMigration schema, KafkaClientService kafka, ProjectorConfig config) {
        this.writer = writer;
        this.schema = schema;
        this.kafka = kafka;
        this.config = config;
    }

    /** @param readersWait whether there are readers who wait until a record is projected */
    <M extends Message> TopicProjection<M> of(
            String channel, String topic, Class<M> family, TopicProjection.Plan<M> plan, boolean readersWait) {
        return new TopicProjection<>(
                topic,
                family,
                plan,
                readersWait,
                schema.migrated(),
                writer,
                new ChannelSeek(kafka, channel),
                config.longestPause());
    }
}
