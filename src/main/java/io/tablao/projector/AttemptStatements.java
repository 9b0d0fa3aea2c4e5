// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The history of attempts. */
final class AttemptStatements {

    private static final String END_OPEN = """
            UPDATE task_attempt attempt SET ended = done.ended, outcome = done.outcome, message = done.message
            FROM unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[], $5::text[])
                AS done (job_id, task_index, ended, outcome, message)
            WHERE attempt.job_id = done.job_id AND attempt.task_index = done.task_index AND attempt.ended IS NULL
            """;

    private static final String WRITE = """
            INSERT INTO task_attempt AS attempt (job_id, task_index, attempt, worker_id, started, ended, outcome, message)
            SELECT * FROM unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::timestamptz[], $6::timestamptz[],
                $7::text[], $8::text[])
            ON CONFLICT (job_id, task_index, attempt) DO UPDATE SET
                started = coalesce(excluded.started, attempt.started),
                ended = coalesce(excluded.ended, attempt.ended),
                outcome = coalesce(excluded.outcome, attempt.outcome),
                message = coalesce(excluded.message, attempt.message)
            """;

    private AttemptStatements() {}

    static void write(Round round, List<Statement> statements) {
        // First: what is open here was so before the round, and what the round knows more exactly is written over it.
        Collection<Round.OpenAttemptEnd> ends = round.openAttempts.values();
        if (!ends.isEmpty()) {
            statements.add(Statement.of(
                    END_OPEN,
                    Arrays.asList(
                            column(ends, row -> row.task().job().value(), UUID[]::new),
                            column(ends, row -> row.task().index(), Integer[]::new),
                            column(ends, row -> RowText.time(row.at()), OffsetDateTime[]::new),
                            column(ends, row -> row.outcome().toString(), String[]::new),
                            column(ends, row -> RowText.text(row.message()), String[]::new))));
        }
        Collection<AttemptPatch> rows = round.attempts.values();
        if (!rows.isEmpty()) {
            statements.add(Statement.of(
                    WRITE,
                    Arrays.asList(
                            column(rows, row -> row.key.task().job().value(), UUID[]::new),
                            column(rows, row -> row.key.task().index(), Integer[]::new),
                            column(rows, row -> row.key.attempt(), Integer[]::new),
                            column(rows, row -> row.worker.value(), UUID[]::new),
                            column(rows, row -> RowText.timeOrNull(row.started), OffsetDateTime[]::new),
                            column(rows, row -> RowText.timeOrNull(row.ended), OffsetDateTime[]::new),
                            column(rows, row -> row.outcome == null ? null : row.outcome.toString(), String[]::new),
                            column(rows, row -> RowText.textOrNull(row.message), String[]::new))));
        }
    }
}
