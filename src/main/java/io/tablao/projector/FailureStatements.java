// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Which workers failed which tasks, and which of them a job does without. */
final class FailureStatements {

    private static final String EMPTY = """
            DELETE FROM task_failure failure USING unnest($1::uuid[], $2::int[]) AS emptied (job_id, task_index)
            WHERE failure.job_id = emptied.job_id AND failure.task_index = emptied.task_index
            """;

    private static final String ADD = """
            INSERT INTO task_failure (job_id, task_index, worker_id, at)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::timestamptz[])
            ON CONFLICT DO NOTHING
            """;

    private static final String UNBLOCK = """
            DELETE FROM job_blocklist blocked
            USING unnest($1::uuid[], $2::uuid[], $3::text[]) AS gone (job_id, worker_id, task_type)
            WHERE blocked.job_id = gone.job_id AND blocked.worker_id = gone.worker_id
                AND blocked.task_type = gone.task_type
            """;

    private static final String BLOCK = """
            INSERT INTO job_blocklist (job_id, worker_id, task_type, at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
            ON CONFLICT DO NOTHING
            """;

    /** A row of a failure list. */
    private record Failure(TaskKey task, WorkerId worker, Instant at) {}

    private FailureStatements() {}

    static void write(Round round, List<Statement> statements) {
        List<TaskKey> emptied = new ArrayList<>();
        List<Failure> added = new ArrayList<>();
        round.failures.forEach((task, patch) -> {
            if (patch.emptied) {
                emptied.add(task);
            }
            patch.added.forEach((worker, at) -> added.add(new Failure(task, worker, at)));
        });
        if (!emptied.isEmpty()) {
            statements.add(Statement.of(
                    EMPTY,
                    Arrays.asList(
                            column(emptied, row -> row.job().value(), UUID[]::new),
                            column(emptied, TaskKey::index, Integer[]::new))));
        }
        if (!added.isEmpty()) {
            statements.add(Statement.of(
                    ADD,
                    Arrays.asList(
                            column(added, row -> row.task().job().value(), UUID[]::new),
                            column(added, row -> row.task().index(), Integer[]::new),
                            column(added, row -> row.worker().value(), UUID[]::new),
                            column(added, row -> RowText.time(row.at()), OffsetDateTime[]::new))));
        }
        if (!round.unblocked.isEmpty()) {
            var rows = round.unblocked;
            statements.add(Statement.of(
                    UNBLOCK,
                    Arrays.asList(
                            column(rows, row -> row.job().value(), UUID[]::new),
                            column(rows, row -> row.worker().value(), UUID[]::new),
                            column(rows, row -> RowText.text(row.taskType()), String[]::new))));
        }
        if (!round.blocklisted.isEmpty()) {
            var rows = round.blocklisted.entrySet();
            statements.add(Statement.of(
                    BLOCK,
                    Arrays.asList(
                            column(rows, row -> row.getKey().job().value(), UUID[]::new),
                            column(rows, row -> row.getKey().worker().value(), UUID[]::new),
                            column(rows, row -> RowText.text(row.getKey().taskType()), String[]::new),
                            column(rows, row -> RowText.time(row.getValue()), OffsetDateTime[]::new))));
        }
    }
}
