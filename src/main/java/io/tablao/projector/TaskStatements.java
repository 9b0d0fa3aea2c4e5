// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The rows of tasks, and with each change the sums that their job keeps. */
final class TaskStatements {

    private static final String INSERT = """
            WITH
            new AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[],
                    $8::text[], $9::text[], $10::timestamptz[])
                    AS new (job_id, task_index, id, name, type, priority, steps_total, dependencies, commands, created)
            ),
            definitions AS (
                INSERT INTO task_definition (job_id, task_index, dependencies, commands)
                SELECT job_id, task_index, dependencies::int[], commands FROM new
            ),
            tasks AS (
                INSERT INTO task (job_id, task_index, id, name, type, priority, status, steps_total, created, updated)
                SELECT job_id, task_index, id, name, type, priority, 'queued', steps_total, created, created FROM new
            ),
            sums AS (
                SELECT job_id, count(*) AS tasks, sum(steps_total) AS steps FROM new GROUP BY job_id
            )
            UPDATE job SET
                task_count = job.task_count + sums.tasks,
                queued_tasks = job.queued_tasks + sums.tasks,
                steps_total = job.steps_total + sums.steps
            FROM sums WHERE job.id = sums.job_id
            """;

    // All parts see the rows as they were before the statement, so `moved` compares old and new.
    private static final String UPDATE = """
            WITH
            change AS (
                SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::bool[], $5::int[], $6::int[], $7::uuid[],
                    $8::text[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[])
                    AS change (job_id, task_index, status, runnable, attempt, steps, worker_id, activity, updated,
                        touched, started, ended)
            ),
            moved AS (
                SELECT task.job_id, task.status AS was, coalesce(change.status, task.status) AS becomes,
                    task.steps_completed AS had,
                    CASE change.steps WHEN -1 THEN task.steps_total
                        ELSE coalesce(change.steps, task.steps_completed) END AS has
                FROM change JOIN task ON task.job_id = change.job_id AND task.task_index = change.task_index
            ),
            written AS (
                UPDATE task SET
                    status = coalesce(change.status, task.status),
                    runnable = coalesce(change.runnable, task.runnable),
                    attempt = coalesce(change.attempt, task.attempt),
                    steps_completed = CASE change.steps WHEN -1 THEN task.steps_total
                        ELSE coalesce(change.steps, task.steps_completed) END,
                    worker_id = coalesce(change.worker_id, task.worker_id),
                    activity = coalesce(change.activity, task.activity),
                    updated = change.updated,
                    touched = coalesce(change.touched, task.touched),
                    started = coalesce(change.started, task.started),
                    ended = CASE WHEN change.started IS NULL THEN coalesce(change.ended, task.ended)
                        ELSE change.ended END
                FROM change WHERE task.job_id = change.job_id AND task.task_index = change.task_index
            ),
            sums AS (
                SELECT job_id,
                    count(*) FILTER (WHERE becomes = 'queued') - count(*) FILTER (WHERE was = 'queued') AS queued,
                    count(*) FILTER (WHERE becomes = 'active') - count(*) FILTER (WHERE was = 'active') AS active,
                    count(*) FILTER (WHERE becomes = 'completed')
                        - count(*) FILTER (WHERE was = 'completed') AS completed,
                    count(*) FILTER (WHERE becomes = 'failed') - count(*) FILTER (WHERE was = 'failed') AS failed,
                    count(*) FILTER (WHERE becomes = 'soft-failed')
                        - count(*) FILTER (WHERE was = 'soft-failed') AS soft_failed,
                    count(*) FILTER (WHERE becomes = 'canceled') - count(*) FILTER (WHERE was = 'canceled') AS canceled,
                    count(*) FILTER (WHERE becomes = 'paused') - count(*) FILTER (WHERE was = 'paused') AS paused,
                    sum(has) - sum(had) AS steps
                FROM moved WHERE was <> becomes OR had <> has GROUP BY job_id
            )
            UPDATE job SET
                queued_tasks = queued_tasks + queued,
                active_tasks = active_tasks + active,
                completed_tasks = completed_tasks + completed,
                failed_tasks = failed_tasks + failed,
                soft_failed_tasks = soft_failed_tasks + soft_failed,
                canceled_tasks = canceled_tasks + canceled,
                paused_tasks = paused_tasks + paused,
                steps_completed = steps_completed + steps
            FROM sums WHERE job.id = sums.job_id
            """;

    private TaskStatements() {}

    static void insert(Round round, List<Statement> statements) {
        Collection<Round.NewTask> rows = round.added;
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                INSERT,
                Arrays.asList(
                        column(rows, row -> row.key().job().value(), UUID[]::new),
                        column(rows, row -> row.key().index(), Integer[]::new),
                        column(rows, row -> row.key().taskId().value(), UUID[]::new),
                        column(rows, row -> RowText.text(row.definition().name()), String[]::new),
                        column(rows, row -> RowText.text(row.definition().type()), String[]::new),
                        column(rows, row -> row.definition().priority(), Integer[]::new),
                        column(rows, row -> row.definition().totalSteps(), Integer[]::new),
                        column(rows, row -> RowText.array(row.definition().dependencies()), String[]::new),
                        column(rows, row -> RowText.json(row.definition().commands()), String[]::new),
                        column(rows, row -> RowText.time(row.created()), OffsetDateTime[]::new))));
    }

    static void update(Round round, List<Statement> statements) {
        Collection<TaskPatch> rows = round.tasks.values();
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                UPDATE,
                Arrays.asList(
                        column(rows, row -> row.task.job().value(), UUID[]::new),
                        column(rows, row -> row.task.index(), Integer[]::new),
                        column(rows, row -> row.status == null ? null : row.status.toString(), String[]::new),
                        column(rows, row -> row.runnable, Boolean[]::new),
                        column(rows, row -> row.attempt, Integer[]::new),
                        column(rows, row -> row.steps, Integer[]::new),
                        column(rows, row -> row.worker == null ? null : row.worker.value(), UUID[]::new),
                        column(rows, row -> RowText.textOrNull(row.activity), String[]::new),
                        column(rows, row -> RowText.time(row.updated), OffsetDateTime[]::new),
                        column(rows, row -> RowText.timeOrNull(row.touched), OffsetDateTime[]::new),
                        column(rows, row -> RowText.timeOrNull(row.started), OffsetDateTime[]::new),
                        column(rows, row -> RowText.timeOrNull(row.ended), OffsetDateTime[]::new))));
    }
}
