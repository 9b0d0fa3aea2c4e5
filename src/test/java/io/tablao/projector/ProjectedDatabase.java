// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.tablao.event.Message;
import io.tablao.standalone.DatabaseAddress;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** A database of a test's own, with the schema, and ways into it and to look at it. */
final class ProjectedDatabase implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    ProjectedDatabase(DatabaseAddress address) {
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .load()
                .migrate();
        var options = PgConnectOptions.fromUri(address.reactiveUrl())
                .setUser(address.user())
                .setPassword(address.password())
                .setCachePreparedStatements(true);
        pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    <M extends Message> TopicProjection<M> projection(
            String topic, Class<M> family, TopicProjection.Plan<M> plan, List<String> seeks) {
        TopicProjection.Seek seek = (partition, offset) -> {
            seeks.add(partition + ":" + offset);
            return Uni.createFrom().voidItem();
        };
        return new TopicProjection<>(
                topic,
                family,
                plan,
                true,
                Uni.createFrom().voidItem(),
                new ProjectionWriter(pool),
                seek,
                Duration.ofSeconds(1));
    }

    int dropHistory(int limit, int atMost) {
        return HistoryLimit.drop(pool, limit, atMost).await().atMost(SOON);
    }

    JobErasure erasure() {
        return new JobErasure(pool);
    }

    /** Each row as its columns' values, with bars between them. */
    List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        for (Row row : pool.query(sql).execute().await().atMost(SOON)) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                columns.add(text(row.getValue(i)));
            }
            rows.add(String.join("|", columns));
        }
        return rows;
    }

    /** One value, of a statement that each connection prepares once. */
    String prepared(String sql) {
        return text(pool.preparedQuery(sql)
                .execute()
                .await()
                .atMost(SOON)
                .iterator()
                .next()
                .getValue(0));
    }

    void empty() {
        pool.query("TRUNCATE projection_offset, job, task, task_definition, task_attempt, task_failure, worker, queue,"
                        + " deleted_job, job_history, worker_tag, sleep_schedule, farm_settings, preview")
                .execute()
                .await()
                .atMost(SOON);
    }

    @Override
    public void close() {
        pool.close().await().atMost(SOON);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String text(@Nullable Object value) {
        return value instanceof Object[] values ? Arrays.toString(values) : String.valueOf(value);
    }
}
