// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is left of deleted jobs in PostgreSQL, and how it is erased: some thousand rows in a transaction, however many it takes. */
final class JobErasure {

    /** All tables whose rows belong to jobs, besides that of the jobs themselves. Each has a column {@code job_id}. */
    static final List<String> TABLES = List.of(
            "task",
            "task_definition",
            "task_attempt",
            "task_failure",
            "job_blocklist",
            "task_log",
            "task_log_chunk",
            "job_history",
            "preview");

    /** Of each table. */
    static final int ROWS_AT_ONCE = 5_000;

    // Whoever else erases takes another job.
    private static final String NEXT = """
            SELECT job_id FROM deleted_job WHERE erased IS NULL ORDER BY deleted LIMIT 1 FOR UPDATE SKIP LOCKED
            """;

    private static final String STEP = "WITH "
            + TABLES.stream().map(table -> """
                            %1$s_rows AS (DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                                SELECT ctid FROM %1$s WHERE job_id = $1 LIMIT %2$d)) RETURNING 1)
                            """.formatted(table, ROWS_AT_ONCE)).collect(Collectors.joining(", "))
            + "SELECT "
            + TABLES.stream()
                    .map(table -> "(SELECT count(*) FROM %s_rows)".formatted(table))
                    .collect(Collectors.joining(" + "));

    // Of a checkout that two jobs have, the last to be deleted takes it along.
    private static final String CHECKOUT = """
            SELECT checkout, deleted FROM deleted_job gone
            WHERE job_id = $1 AND checkout IS NOT NULL
                AND NOT EXISTS (SELECT FROM job WHERE job.checkout = gone.checkout)
            """;

    private static final String DONE = "UPDATE deleted_job SET erased = $2 WHERE job_id = $1 AND erased IS NULL";

    // Log chunks and previews that came between two looks, and nothing as a rule.
    private static final String FORGET = """
            WITH
            former AS (DELETE FROM deleted_job WHERE erased < $1 RETURNING job_id),
            previews AS (DELETE FROM preview USING former WHERE preview.job_id = former.job_id),
            logs AS (DELETE FROM task_log USING former WHERE task_log.job_id = former.job_id)
            DELETE FROM task_log_chunk USING former WHERE task_log_chunk.job_id = former.job_id
            """;

    /** A step that was taken: of which job, and whether it has found anything. */
    record Step(JobId job, boolean nothingLeft) {}

    private final Pool pool;

    JobErasure(Pool pool) {
        this.pool = pool;
    }

    /** Erases some more of a job; empty: there is none to be erased, or another process is at it. */
    Uni<Optional<Step>> step() {
        return pool.withTransaction(connection -> connection
                .query(NEXT)
                .execute()
                .chain(found -> {
                    if (found.size() == 0) {
                        return Uni.createFrom().item(Optional.<Step>empty());
                    }
                    var job = new JobId(found.iterator().next().getUUID(0));
                    return erase(connection, job).map(rows -> Optional.of(new Step(job, rows == 0)));
                }));
    }

    private static Uni<Long> erase(SqlConnection connection, JobId job) {
        return connection
                .preparedQuery(STEP)
                .execute(Tuple.of(job.value()))
                .map(rows -> rows.iterator().next())
                .map((Row row) -> row.getLong(0));
    }

    /** A checkout that nobody needs any more, as the job named it, and when the job was deleted. */
    record Checkout(String name, Instant deleted) {}

    Uni<Optional<Checkout>> checkout(JobId job) {
        return pool.preparedQuery(CHECKOUT)
                .execute(Tuple.of(job.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Checkout(
                                        row.getString(0),
                                        row.getOffsetDateTime(1).toInstant())));
    }

    /** Nothing is left of the job, here and elsewhere. */
    Uni<Void> done(JobId job, Instant now) {
        return pool.preparedQuery(DONE)
                .execute(Tuple.of(job.value(), RowText.time(now)))
                .replaceWithVoid();
    }

    /** Jobs that were erased before then are not remembered any longer. */
    Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(RowText.time(before)))
                .replaceWithVoid();
    }
}
