// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Changes of all tasks of a job that have something in common: one statement, be they a million. */
final class BulkStatements {

    private static final String DROP = """
            WITH
            tasks AS (DELETE FROM task WHERE job_id = ANY ($1::uuid[])),
            definitions AS (DELETE FROM task_definition WHERE job_id = ANY ($1::uuid[])),
            attempts AS (DELETE FROM task_attempt WHERE job_id = ANY ($1::uuid[])),
            failures AS (DELETE FROM task_failure WHERE job_id = ANY ($1::uuid[]))
            UPDATE job SET
                task_count = 0, queued_tasks = 0, active_tasks = 0, completed_tasks = 0, failed_tasks = 0,
                soft_failed_tasks = 0, canceled_tasks = 0, paused_tasks = 0, steps_completed = 0, steps_total = 0
            WHERE id = ANY ($1::uuid[])
            """;

    // All parts see the rows as they were before the statement, so `changed` holds what each task was.
    private static final String CHANGE = """
            WITH
            changed AS (
                SELECT task_index, status AS was, steps_completed AS had
                FROM task WHERE job_id = $1::uuid AND status = ANY ($2::text[])
            ),
            written AS (
                UPDATE task SET
                    status = $3::text,
                    runnable = false,
                    activity = $4::text,
                    updated = $5::timestamptz,
                    ended = CASE WHEN status = 'active' THEN $5::timestamptz ELSE ended END,
                    steps_completed = CASE WHEN $3::text = 'queued' THEN 0 ELSE steps_completed END
                WHERE job_id = $1::uuid AND status = ANY ($2::text[])
            ),
            forgotten AS (
                DELETE FROM task_failure failure USING changed
                WHERE $3::text = 'queued' AND failure.job_id = $1::uuid AND failure.task_index = changed.task_index
            ),
            attempts AS (
                UPDATE task_attempt attempt SET ended = $5::timestamptz, outcome = $3::text, message = $4::text
                FROM changed
                WHERE changed.was = 'active' AND attempt.job_id = $1::uuid
                    AND attempt.task_index = changed.task_index AND attempt.ended IS NULL
            ),
            sums AS (
                SELECT
                    count(*) AS all_of_them,
                    count(*) FILTER (WHERE was = 'queued') AS queued,
                    count(*) FILTER (WHERE was = 'active') AS active,
                    count(*) FILTER (WHERE was = 'completed') AS completed,
                    count(*) FILTER (WHERE was = 'failed') AS failed,
                    count(*) FILTER (WHERE was = 'soft-failed') AS soft_failed,
                    count(*) FILTER (WHERE was = 'canceled') AS canceled,
                    count(*) FILTER (WHERE was = 'paused') AS paused,
                    coalesce(sum(had), 0) AS steps
                FROM changed
            )
            UPDATE job SET
                queued_tasks = queued_tasks - queued + CASE $3::text WHEN 'queued' THEN all_of_them ELSE 0 END,
                active_tasks = active_tasks - active + CASE $3::text WHEN 'active' THEN all_of_them ELSE 0 END,
                completed_tasks = completed_tasks - completed
                    + CASE $3::text WHEN 'completed' THEN all_of_them ELSE 0 END,
                failed_tasks = failed_tasks - failed + CASE $3::text WHEN 'failed' THEN all_of_them ELSE 0 END,
                soft_failed_tasks = soft_failed_tasks - soft_failed
                    + CASE $3::text WHEN 'soft-failed' THEN all_of_them ELSE 0 END,
                canceled_tasks = canceled_tasks - canceled
                    + CASE $3::text WHEN 'canceled' THEN all_of_them ELSE 0 END,
                paused_tasks = paused_tasks - paused + CASE $3::text WHEN 'paused' THEN all_of_them ELSE 0 END,
                steps_completed = steps_completed - CASE $3::text WHEN 'queued' THEN steps ELSE 0 END
            FROM sums WHERE id = $1::uuid
            """;

    private static final String RECALL =
            "UPDATE task SET runnable = false WHERE job_id = ANY ($1::uuid[]) AND runnable";

    private static final String CLEAR_BLOCKLIST = """
            WITH failures AS (DELETE FROM task_failure WHERE job_id = ANY ($1::uuid[]))
            DELETE FROM job_blocklist WHERE job_id = ANY ($1::uuid[])
            """;

    private static final String DELETE = """
            WITH gone AS (DELETE FROM job WHERE id = ANY ($1::uuid[]) RETURNING id, checkout)
            INSERT INTO deleted_job (job_id, deleted, checkout)
            SELECT change.job_id, change.deleted, gone.checkout
            FROM unnest($1::uuid[], $2::timestamptz[]) AS change (job_id, deleted)
            LEFT JOIN gone ON gone.id = change.job_id
            ON CONFLICT (job_id) DO UPDATE SET
                deleted = excluded.deleted, erased = NULL,
                checkout = coalesce(excluded.checkout, deleted_job.checkout)
            """;

    private BulkStatements() {}

    static void change(Round round, List<Statement> statements) {
        List<UUID> dropped = new ArrayList<>();
        List<UUID> recalled = new ArrayList<>();
        List<UUID> cleared = new ArrayList<>();
        List<BulkChange.DeleteJob> deleted = new ArrayList<>();
        for (BulkChange change : round.bulk.values()) {
            switch (change) {
                case BulkChange.DropTasks drop -> dropped.add(drop.job().value());
                case BulkChange.RecallTasks recall -> recalled.add(recall.job().value());
                case BulkChange.ClearBlocklist clear -> cleared.add(clear.job().value());
                case BulkChange.DeleteJob job -> deleted.add(job);
                case BulkChange.ChangeTasks tasks -> statements.add(change(tasks));
            }
        }
        if (!dropped.isEmpty()) {
            statements.add(Statement.of(DROP, List.of((Object) dropped.toArray(UUID[]::new))));
        }
        if (!recalled.isEmpty()) {
            statements.add(Statement.of(RECALL, List.of((Object) recalled.toArray(UUID[]::new))));
        }
        if (!cleared.isEmpty()) {
            statements.add(Statement.of(CLEAR_BLOCKLIST, List.of((Object) cleared.toArray(UUID[]::new))));
        }
        if (!deleted.isEmpty()) {
            statements.add(Statement.of(
                    DELETE,
                    List.of(
                            deleted.stream().map(each -> each.job().value()).toArray(UUID[]::new),
                            deleted.stream()
                                    .map(each -> RowText.time(each.time()))
                                    .toArray(OffsetDateTime[]::new))));
        }
    }

    private static Statement change(BulkChange.ChangeTasks change) {
        return Statement.of(
                CHANGE,
                Arrays.<Object>asList(
                        change.job().value(),
                        change.from().stream().map(Object::toString).sorted().toArray(String[]::new),
                        change.to().toString(),
                        RowText.text(change.reason()),
                        RowText.time(change.time())));
    }
}
