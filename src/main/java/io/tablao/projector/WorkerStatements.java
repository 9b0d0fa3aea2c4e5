// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The rows of workers. */
final class WorkerStatements {

    // One for each sign-on: types and tags are lists, and sign-ons are rare.
    private static final String SIGN_ON = """
            INSERT INTO worker (id, session, name, platform, software, task_types, tags, status, registered, last_seen)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'awake', $8, $8)
            ON CONFLICT (id) DO UPDATE SET
                session = excluded.session, name = excluded.name, platform = excluded.platform,
                software = excluded.software, task_types = excluded.task_types, tags = excluded.tags
            """;

    private static final String UPDATE = """
            UPDATE worker SET
                status = coalesce(change.status, worker.status),
                reason = coalesce(change.reason, worker.reason),
                last_seen = coalesce(change.last_seen, worker.last_seen)
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS change (id, status, reason, last_seen)
            WHERE worker.id = change.id
            """;

    private WorkerStatements() {}

    static void write(Collection<WorkerPatch> rows, List<Statement> statements) {
        if (rows.isEmpty()) {
            return;
        }
        for (WorkerPatch row : rows) {
            WorkerPatch.SignOn signOn = row.signOn;
            if (signOn != null) {
                statements.add(signOn(row, signOn));
            }
        }
        statements.add(Statement.of(
                UPDATE,
                Arrays.asList(
                        column(rows, row -> row.worker.value(), UUID[]::new),
                        column(rows, row -> row.status == null ? null : row.status.toString(), String[]::new),
                        column(rows, row -> RowText.textOrNull(row.reason), String[]::new),
                        column(rows, row -> RowText.timeOrNull(row.lastSeen), OffsetDateTime[]::new))));
    }

    private static Statement signOn(WorkerPatch row, WorkerPatch.SignOn signOn) {
        return Statement.of(
                SIGN_ON,
                Arrays.<Object>asList(
                        row.worker.value(),
                        signOn.session().value(),
                        RowText.text(signOn.profile().name()),
                        RowText.text(signOn.profile().platform()),
                        RowText.text(signOn.profile().software()),
                        sorted(signOn.profile().taskTypes()),
                        sorted(signOn.profile().tags()),
                        RowText.time(signOn.at())));
    }

    private static String[] sorted(Collection<String> texts) {
        return texts.stream().map(RowText::text).sorted().toArray(String[]::new);
    }
}
