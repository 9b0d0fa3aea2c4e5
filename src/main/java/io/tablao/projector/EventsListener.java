// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tablao.event.Event;
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

/** Listens to events; a batch is done when its rows and its offsets are committed in PostgreSQL. */
@ApplicationScoped
@Default
@Identifier(EventsListener.CHANNEL)
public class EventsListener implements KafkaConsumerRebalanceListener {

    static final String CHANNEL = "projector-events";

    private final TopicProjection<Event> projection;

    @Inject
    public EventsListener(TopicProjections projections) {
        projection = projections.of(CHANNEL, Topics.EVENTS, Event.class, EventsListener::plan, true);
    }

    @Incoming(CHANNEL)
    public Uni<Void> project(ConsumerRecords<byte[], byte[]> records) {
        return projection.project(records);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        projection.assigned(consumer, partitions);
    }

    TopicProjection<Event> projection() {
        return projection;
    }

    static Function<SqlConnection, Uni<List<Statement>>> plan(List<ReadBatch.ReadRecord<Event>> records) {
        List<Statement> statements = statements(records);
        return connection -> Uni.createFrom().item(statements);
    }

    static List<Statement> statements(List<ReadBatch.ReadRecord<Event>> records) {
        EventFold fold = new EventFold();
        HistoryFold history = new HistoryFold();
        records.forEach(record -> {
            fold.fold(record.envelope());
            history.fold(record.offset(), record.envelope());
        });
        List<Statement> statements = fold.plan().statements();
        HistoryStatements.write(history, statements);
        return statements;
    }
}
