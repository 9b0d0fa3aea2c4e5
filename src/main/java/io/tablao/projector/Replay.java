// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.tablao.bus.KafkaSettings;
import io.tablao.event.Event;
import io.tablao.event.JobEvent;
import io.tablao.event.Topics;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Folds the events that Kafka holds into the second schema, as the projector does into the first. Of jobs whose registration
 * Kafka does not hold it folds nothing, and notes that it has passed over them.
 */
final class Replay implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofMinutes(5);

    private static final String KNOWN = """
            SELECT id, EXISTS (SELECT FROM carried_job WHERE job_id = id) FROM job WHERE id = ANY ($1::uuid[])
            """;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ProjectionWriter writer;
    private final Rebuild.Progress progress;
    private final Map<Integer, Long> positions = new TreeMap<>();
    private final Set<UUID> skipped = ConcurrentHashMap.newKeySet();
    private boolean beginsLate;
    private long done;

    Replay(KafkaSettings kafka, Pool pool, Rebuild.Progress progress) {
        this.progress = progress;
        this.writer = new ProjectionWriter(pool);
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.EVENTS).stream()
                .map(each -> new TopicPartition(Topics.EVENTS, each.partition()))
                .toList());
    }

    /** The first offset that Kafka holds, by partition. */
    SortedMap<Integer, Long> firstOffsets() {
        SortedMap<Integer, Long> first = new TreeMap<>();
        consumer.beginningOffsets(consumer.assignment())
                .forEach((partition, offset) -> first.put(partition.partition(), offset));
        return first;
    }

    /** Goes on from where the second schema stands. */
    void begin(SortedMap<Integer, Long> first) {
        beginsLate = first.values().stream().anyMatch(offset -> offset > 0);
        positions.putAll(writer.learn(Topics.EVENTS, first).await().atMost(SOON));
        positions.forEach((partition, offset) -> consumer.seek(new TopicPartition(Topics.EVENTS, partition), offset));
    }

    /** Whether Kafka does not hold all events that there ever were. */
    boolean beginsLate() {
        return beginsLate;
    }

    /** How many offsets lie between here and there. */
    long left(Map<Integer, Long> target) {
        return target.entrySet().stream()
                .mapToLong(entry -> Math.max(0, entry.getValue() - positions.getOrDefault(entry.getKey(), 0L)))
                .sum();
    }

    /** Folds everything below these offsets, and nothing above. Returns how many events those were. */
    long upTo(SortedMap<Integer, Long> target) throws SQLException {
        long before = done;
        refuseAnotherLog(target);
        while (left(target) > 0) {
            for (TopicPartition partition : consumer.assignment()) {
                boolean wanted = positions.getOrDefault(partition.partition(), 0L)
                        < target.getOrDefault(partition.partition(), 0L);
                if (wanted) {
                    consumer.resume(List.of(partition));
                } else {
                    consumer.pause(List.of(partition));
                }
            }
            write(below(target, consumer.poll(POLL)));
            progress.at(done, done + left(target));
        }
        return done - before;
    }

    /** Events that are projected are committed, so that Kafka has them unless it is not the one that they came from. */
    private void refuseAnotherLog(SortedMap<Integer, Long> target) {
        consumer.endOffsets(consumer.assignment()).forEach((partition, end) -> {
            long projected = target.getOrDefault(partition.partition(), 0L);
            if (projected > end) {
                throw new Rebuild.Refused("The database has seen " + partition + " up to offset " + projected
                        + ", but in this Kafka it ends at " + end + ": is it the Kafka of the same farm?");
            }
        });
    }

    private ConsumerRecords<byte[], byte[]> below(
            SortedMap<Integer, Long> target, ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> below = new LinkedHashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            long end = target.getOrDefault(partition.partition(), 0L);
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition).stream()
                    .filter(record -> record.offset() < end)
                    .toList();
            if (records.size() < polled.records(partition).size()) {
                // The others are for another time.
                consumer.seek(partition, end);
            }
            if (!records.isEmpty()) {
                below.put(partition, records);
            }
        }
        return new ConsumerRecords<>(below, Map.of());
    }

    private void write(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        ReadBatch<Event> batch = ReadBatch.of(records, positions, Event.class);
        if (!batch.isEmpty()) {
            try {
                writer.write(Topics.EVENTS, batch.from(), batch.to(), plan(batch.records()), false)
                        .await()
                        .atMost(SOON);
            } catch (RuntimeException e) {
                if (DatabaseTrouble.passes(e)) {
                    throw new SQLException(e.getMessage(), e);
                }
                throw e;
            }
            positions.putAll(batch.to());
            done += batch.records().size();
        }
        if (batch.unreadable() != null) {
            throw new Rebuild.Refused("An event cannot be read by this version of the program: " + batch.unreadable());
        }
    }

    private Function<SqlConnection, Uni<List<Statement>>> plan(List<ReadBatch.ReadRecord<Event>> records) {
        Set<UUID> asked = new HashSet<>();
        for (var record : records) {
            if (record.envelope().body() instanceof JobEvent event) {
                asked.add(event.job().value());
            }
        }
        return connection -> connection
                .preparedQuery(KNOWN)
                .execute(Tuple.of(asked.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> known = new HashSet<>();
                    Set<UUID> carried = new HashSet<>();
                    rows.forEach(row -> (row.getBoolean(1) ? carried : known).add(row.getUUID(0)));
                    return EventsListener.statements(foldable(records, known, carried));
                });
    }

    private List<ReadBatch.ReadRecord<Event>> foldable(
            List<ReadBatch.ReadRecord<Event>> records, Set<UUID> known, Set<UUID> carried) {
        List<ReadBatch.ReadRecord<Event>> foldable = new ArrayList<>();
        for (var record : records) {
            if (record.envelope().body() instanceof JobEvent event) {
                UUID job = event.job().value();
                // A carried job's id may come again, once that one is deleted: then this one is carried over as well.
                if (event instanceof JobEvent.JobRegistered && !carried.contains(job)) {
                    known.add(job);
                }
                if (!known.contains(job)) {
                    skipped.add(job);
                    continue;
                }
            }
            foldable.add(record);
        }
        return foldable;
    }

    /** Jobs that something has happened to which is not folded, since they were last forgotten. */
    List<UUID> skipped() {
        return new ArrayList<>(skipped);
    }

    void forgetSkipped() {
        skipped.clear();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
