// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tablao.event.Preview;
import io.tablao.event.Topics;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Listens to previews; a batch is done when the newest of each job is in PostgreSQL. */
@ApplicationScoped
@Default
@Identifier(PreviewsListener.CHANNEL)
public class PreviewsListener implements KafkaConsumerRebalanceListener {

    static final String CHANNEL = "projector-previews";

    private final TopicProjection<Preview> projection;

    @Inject
    public PreviewsListener(TopicProjections projections) {
        projection = projections.of(CHANNEL, Topics.PREVIEWS, Preview.class, PreviewsListener::plan, false);
    }

    @Incoming(CHANNEL)
    public Uni<Void> project(ConsumerRecords<byte[], byte[]> records) {
        return projection.project(records);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        projection.assigned(consumer, partitions);
    }

    static Function<SqlConnection, Uni<List<Statement>>> plan(List<ReadBatch.ReadRecord<Preview>> records) {
        List<Statement> statements = PreviewStatements.write(records);
        return connection -> Uni.createFrom().item(statements);
    }

    TopicProjection<Preview> projection() {
        return projection;
    }
}
