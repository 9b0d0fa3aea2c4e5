// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tablao.event.Message;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One topic's way into PostgreSQL. Where it stands is stored there, with the rows, and is looked up when the first batch of a
 * partition comes: an assignment must not wait for a database that may be away. So a partition is read from where this
 * process last stood, or from its beginning; the first batch shows how far it is projected already, and the rest of that is
 * skipped by a seek.
 *
 * <p>A record that cannot be read, and a batch that the database refuses, stop the projection of the topic in this process,
 * with an alert: going on would show a farm that does not exist, and nobody would know. Nothing is lost by stopping, since
 * nothing is decided on the projection; a process that can read the record goes on from there.
 */
final class TopicProjection<M extends Message> {

    private static final Logger LOG = Logger.getLogger(TopicProjection.class);

    /** What a batch writes; it may look into the database, in the batch's transaction, first. */
    interface Plan<M extends Message> {
        Function<SqlConnection, Uni<List<Statement>>> of(List<ReadBatch.ReadRecord<M>> records);
    }

    /** Moves the reading of a partition forward. */
    interface Seek {
        Uni<Void> to(int partition, long offset);
    }

    private final String topic;
    private final Class<M> family;
    private final Plan<M> plan;
    private final boolean readersWait;
    private final Uni<Void> tables;
    private final ProjectionWriter writer;
    private final Seek seek;
    private final Outage outage;

    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final Map<Integer, Long> firstOffsets = new ConcurrentHashMap<>();
    private volatile boolean assigned;
    private volatile boolean working;
    private volatile boolean written;
    private volatile @Nullable String halted;

    /**
     * @param topic under which the offsets are stored
     * @param tables completes when there is where to write to
     */
    TopicProjection(
            String topic,
            Class<M> family,
            Plan<M> plan,
            boolean readersWait,
            Uni<Void> tables,
            ProjectionWriter writer,
            Seek seek,
            Duration longestPause) {
        this.topic = topic;
        this.family = family;
        this.plan = plan;
        this.readersWait = readersWait;
        this.tables = tables;
        this.writer = writer;
        this.seek = seek;
        this.outage = new Outage("The projection of " + topic, longestPause);
    }

    /** Called on the consumer's thread, before it reads anything of the partitions. */
    void assigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        consumer.beginningOffsets(partitions).forEach((partition, first) -> {
            firstOffsets.put(partition.partition(), first);
            Long position = positions.get(partition.partition());
            consumer.seek(partition, position == null ? first : Math.max(first, position));
        });
        assigned = true;
    }

    /** Completes when the records are projected; never, when they cannot be. */
    Uni<Void> project(ConsumerRecords<?, byte[]> records) {
        if (halted != null) {
            return Uni.createFrom().nothing();
        }
        working = true;
        Uni<Optional<String>> attempt = Uni.createFrom()
                .deferred(() -> tables.chain(() -> learnPositions(records)))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> write(ReadBatch.of(records, positions, family)))
                .onFailure(PositionMoved.class)
                .invoke(moved -> adopt(moved.stored()))
                .onFailure(PositionMoved.class)
                .retry()
                .indefinitely();
        return outage.outlast(attempt)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "PostgreSQL refused a batch of %s", topic);
                    return Optional.of("PostgreSQL refused a batch: " + failure.getMessage());
                })
                .chain(problem -> {
                    if (problem.isPresent()) {
                        halt(problem.get());
                        return Uni.createFrom().nothing();
                    }
                    working = false;
                    written = true;
                    return Uni.createFrom().voidItem();
                });
    }

    private Uni<Optional<String>> write(ReadBatch<M> batch) {
        Optional<String> problem =
                Optional.ofNullable(batch.unreadable()).map(why -> "A record cannot be read: " + why);
        if (batch.isEmpty()) {
            return Uni.createFrom().item(problem);
        }
        return writer.write(topic, batch.from(), batch.to(), plan.of(batch.records()), readersWait)
                .invoke(() -> positions.putAll(batch.to()))
                .replaceWith(problem);
    }

    private Uni<Void> learnPositions(ConsumerRecords<?, byte[]> records) {
        SortedMap<Integer, Long> unknown = new TreeMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (!positions.containsKey(partition.partition())) {
                unknown.put(partition.partition(), firstOffsets.getOrDefault(partition.partition(), 0L));
            }
        }
        if (unknown.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return writer.learn(topic, unknown)
                .invoke(stored -> learned(unknown, stored))
                .chain(stored -> skip(stored, records));
    }

    private void learned(Map<Integer, Long> first, Map<Integer, Long> stored) {
        stored.forEach((partition, next) -> {
            long begins = first.getOrDefault(partition, 0L);
            if (next < begins) {
                LOG.errorf(
                        "Records of %s-%d from offset %d to %d were deleted before they were projected: what they said is"
                                + " missing in the projection",
                        topic, partition, next, begins - 1);
            }
        });
        positions.putAll(stored);
    }

    private Uni<Void> skip(Map<Integer, Long> stored, ConsumerRecords<?, byte[]> records) {
        Uni<Void> skipped = Uni.createFrom().voidItem();
        for (TopicPartition partition : records.partitions()) {
            Long next = stored.get(partition.partition());
            long end = records.records(partition).getLast().offset() + 1;
            if (next != null && next > end) {
                skipped = skipped.chain(() -> seek.to(partition.partition(), next));
            }
        }
        return skipped;
    }

    /** Another projector had the partition meanwhile, and has projected what we hold. */
    private void adopt(Map<Integer, Long> stored) {
        stored.forEach((partition, next) -> {
            long ours = positions.getOrDefault(partition, 0L);
            if (next < ours) {
                throw new IllegalArgumentException("the projection went back from offset " + ours + " to " + next
                        + " of partition " + partition + "; a restart of the projector goes on from there");
            }
        });
        positions.putAll(stored);
    }

    private void halt(String why) {
        halted = why;
        LOG.errorf(
                "The projection of %s stops here: %s. Nothing is lost: it goes on, from this record, in a projector that can"
                        + " write it",
                topic, why);
    }

    String topic() {
        return topic;
    }

    /** Why it stopped; null: it did not. */
    @Nullable
    String halted() {
        return halted;
    }

    /** Whether PostgreSQL is away just now. */
    boolean waits() {
        return outage.lasts();
    }

    boolean isAssigned() {
        return assigned;
    }

    boolean isWorking() {
        return working;
    }

    boolean hasWritten() {
        return written;
    }

    /** The next offset to project, as far as it is known. */
    long position(int partition) {
        Long position = positions.get(partition);
        return position == null ? firstOffsets.getOrDefault(partition, 0L) : position;
    }

    /** The next offset to project of each partition that this process has projected from. */
    Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }
}
