// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes rows and offsets in one transaction, and tells those who wait for them. */
@ApplicationScoped
public class ProjectionWriter {

    /** The channel of {@code NOTIFY}; its payload is {@code partition:nextOffset,…} of the events topic. */
    static final String CHANNEL = "tablao_projection";

    private static final String LEARN = """
            INSERT INTO projection_offset (topic, partition, next_offset)
            SELECT $1::text, partition, first FROM unnest($2::int[], $3::bigint[]) AS new (partition, first)
            ON CONFLICT DO NOTHING
            """;

    private static final String STORED =
            "SELECT partition, next_offset FROM projection_offset WHERE topic = $1 AND partition = ANY ($2::int[])";

    // The lock comes first: of two projectors that hold the same batch, the second waits here and then sees that it is
    // late. In one order, so that they never wait for each other.
    private static final String LOCK = STORED + " ORDER BY partition FOR UPDATE";

    private static final String ADVANCE = """
            UPDATE projection_offset SET next_offset = new.next_offset
            FROM unnest($2::int[], $3::bigint[]) AS new (partition, next_offset)
            WHERE projection_offset.topic = $1 AND projection_offset.partition = new.partition
            """;

    private static final String ADVANCE_AND_TELL =
            "WITH advanced AS (" + ADVANCE + ") SELECT pg_notify('" + CHANNEL + "', $4)";

    private final Pool pool;

    @Inject
    public ProjectionWriter(Pool pool) {
        this.pool = pool;
    }

    /**
     * Where the projection of partitions stands.
     *
     * @param first the first offset that Kafka holds, by partition: there begins a partition that was never projected
     */
    Uni<Map<Integer, Long>> learn(String topic, SortedMap<Integer, Long> first) {
        Integer[] partitions = first.keySet().toArray(Integer[]::new);
        Long[] offsets = first.values().toArray(Long[]::new);
        return pool.preparedQuery(LEARN)
                .execute(Tuple.of(topic, partitions, offsets))
                .chain(() -> pool.preparedQuery(STORED).execute(Tuple.of(topic, partitions)))
                .map(ProjectionWriter::offsets);
    }

    /**
     * Writes one batch.
     *
     * @param from the offset from which each partition of the batch goes on
     * @param to the offset from which the next batch goes on
     * @param rows what to write; may look into the database first
     * @param tell whether readers wait for these offsets
     * @return fails with {@link PositionMoved}, and has written nothing, when the projection does not stand at {@code from}
     */
    Uni<Void> write(
            String topic,
            SortedMap<Integer, Long> from,
            SortedMap<Integer, Long> to,
            Function<SqlConnection, Uni<List<Statement>>> rows,
            boolean tell) {
        Integer[] partitions = from.keySet().toArray(Integer[]::new);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(topic, partitions))
                .map(ProjectionWriter::offsets)
                .invoke(stored -> {
                    if (!stored.equals(from)) {
                        throw new PositionMoved(stored);
                    }
                })
                .chain(() -> rows.apply(connection))
                .chain(statements -> execute(connection, statements))
                .chain(() -> advance(connection, topic, to, tell)));
    }

    private static Uni<Void> execute(SqlConnection connection, List<Statement> statements) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Statement statement : statements) {
            done = done.chain(() -> connection
                    .preparedQuery(statement.sql())
                    .execute(statement.parameters())
                    .replaceWithVoid());
        }
        return done;
    }

    private static Uni<Void> advance(
            SqlConnection connection, String topic, SortedMap<Integer, Long> to, boolean tell) {
        Tuple parameters =
                Tuple.of(topic, to.keySet().toArray(Integer[]::new), to.values().toArray(Long[]::new));
        if (tell) {
            parameters.addString(to.entrySet().stream()
                    .map(entry -> entry.getKey() + ":" + entry.getValue())
                    .collect(Collectors.joining(",")));
        }
        return connection
                .preparedQuery(tell ? ADVANCE_AND_TELL : ADVANCE)
                .execute(parameters)
                .replaceWithVoid();
    }

    private static Map<Integer, Long> offsets(Iterable<Row> rows) {
        Map<Integer, Long> offsets = new HashMap<>();
        rows.forEach(row -> offsets.put(row.getInteger(0), row.getLong(1)));
        return new TreeMap<>(offsets);
    }
}
