// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.tablao.event.LogChunk;
import io.tablao.event.Topics;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Listens to task logs; a batch is done when its chunks and its offsets are committed in PostgreSQL. */
@ApplicationScoped
@Default
@Identifier(TaskLogsListener.CHANNEL)
public class TaskLogsListener implements KafkaConsumerRebalanceListener {

    static final String CHANNEL = "projector-task-logs";

    private final TopicProjection<LogChunk> projection;

    @Inject
    public TaskLogsListener(TopicProjections projections, ProjectorConfig config) {
        long limit = config.logLimit().asLongValue();
        projection = projections.of(CHANNEL, Topics.TASK_LOGS, LogChunk.class, records -> plan(records, limit), false);
    }

    @Incoming(CHANNEL)
    public Uni<Void> project(ConsumerRecords<byte[], byte[]> records) {
        return projection.project(records);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        projection.assigned(consumer, partitions);
    }

    TopicProjection<LogChunk> projection() {
        return projection;
    }

    static Function<SqlConnection, Uni<List<Statement>>> plan(
            List<ReadBatch.ReadRecord<LogChunk>> records, long limit) {
        Set<AttemptPatch.Key> attempts = new LinkedHashSet<>();
        records.forEach(record -> {
            LogChunk chunk = record.envelope().body();
            attempts.add(new AttemptPatch.Key(chunk.task(), chunk.attempt()));
        });
        Statement kept = LogStatements.kept(attempts);
        Statement deleted = LogStatements.deletedJobs(attempts);
        return connection -> connection
                .preparedQuery(deleted.sql())
                .execute(deleted.parameters())
                .map(LogStatements::readJobs)
                .chain(gone -> connection
                        .preparedQuery(kept.sql())
                        .execute(kept.parameters())
                        .map(rows -> {
                            LogFold fold = new LogFold(limit, LogStatements.read(rows));
                            records.stream()
                                    .filter(record -> !gone.contains(
                                            record.envelope().body().task().job()))
                                    .forEach(record -> fold.fold(
                                            record.offset(), record.envelope().body()));
                            return LogStatements.write(fold);
                        }));
    }
}
