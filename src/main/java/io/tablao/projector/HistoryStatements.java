// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.model.JobId;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rows of the history of jobs. */
final class HistoryStatements {

    private static final String INSERT = """
            INSERT INTO job_history (job_id, position, at, event, task_index, attempt, worker_id, actor, cause, detail)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::int[], $6::int[],
                $7::uuid[], $8::text[], $9::uuid[], $10::text[])
            """;

    private static final String COUNT = """
            UPDATE job SET history_kept = history_kept + added.events
            FROM unnest($1::uuid[], $2::bigint[]) AS added (id, events)
            WHERE job.id = added.id
            """;

    private HistoryStatements() {}

    static void write(HistoryFold fold, List<Statement> statements) {
        List<HistoryFold.Entry> rows = fold.entries();
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                INSERT,
                Arrays.asList(
                        column(rows, row -> row.job().value(), UUID[]::new),
                        column(rows, HistoryFold.Entry::position, Long[]::new),
                        column(rows, row -> RowText.time(row.at()), OffsetDateTime[]::new),
                        column(rows, HistoryFold.Entry::event, String[]::new),
                        column(rows, HistoryFold.Entry::task, Integer[]::new),
                        column(rows, HistoryFold.Entry::attempt, Integer[]::new),
                        column(
                                rows,
                                row -> row.worker() == null
                                        ? null
                                        : row.worker().value(),
                                UUID[]::new),
                        column(
                                rows,
                                row -> row.actor() == null
                                        ? null
                                        : RowText.text(row.actor().toString()),
                                String[]::new),
                        column(rows, HistoryFold.Entry::cause, UUID[]::new),
                        column(rows, HistoryFold.Entry::detail, String[]::new))));
        Map<JobId, Long> counts = new LinkedHashMap<>();
        rows.forEach(row -> counts.merge(row.job(), 1L, Long::sum));
        statements.add(Statement.of(
                COUNT,
                Arrays.asList(
                        column(counts.keySet(), JobId::value, UUID[]::new),
                        counts.values().toArray(Long[]::new))));
    }
}
