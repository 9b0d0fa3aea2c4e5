// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.event.WorkerEvent.WorkerSignedOn;
import io.tablao.model.RequestedStatus;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of workers. */
final class WorkerStatements {

    private static final String DELETE = """
        DELETE FROM worker WHERE id = any($1::uuid[])
        """;

    // One for each sign-on: types are lists, and sign-ons are rare. The rest follows as an update.
    private static final String SIGN_ON = """
        INSERT INTO worker (id, session, name, platform, software, task_types, tags, can_restart, status, registered,
            last_seen)
        VALUES ($1, $2, $3, $4, $5, $6, '{}', $7, $8, $9, $9)
        ON CONFLICT (id) DO UPDATE SET
            session = excluded.session, name = excluded.name, platform = excluded.platform,
            software = excluded.software, task_types = excluded.task_types, can_restart = excluded.can_restart
        """;

    // Tags come as one text each, since a list of lists must be a rectangle; they are ids without commas.
    private static final String UPDATE = """
        UPDATE worker SET
            status = coalesce(change.status, worker.status),
            reason = coalesce(change.reason, worker.reason),
            last_seen = coalesce(change.last_seen, worker.last_seen),
            status_requested = CASE WHEN change.asked THEN change.status_requested ELSE worker.status_requested END,
            status_lazy = CASE WHEN change.asked THEN change.status_lazy ELSE worker.status_lazy END,
            tags = coalesce(string_to_array(change.tags, ','), worker.tags)
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bool[], $6::text[], $7::bool[],
                $8::text[])
            AS change (id, status, reason, last_seen, asked, status_requested, status_lazy, tags)
        WHERE worker.id = change.id
        """;

    private WorkerStatements() {}

    static void write(Collection<WorkerPatch> rows, List<Statement> statements) {
        if (rows.isEmpty()) {
            return;
        }
        List<WorkerPatch> deleted = rows.stream().filter(row -> row.deleted).toList();
        if (!deleted.isEmpty()) {
            statements.add(Statement.of(
                    DELETE, Arrays.<Object>asList((Object) column(deleted, row -> row.worker.value(), UUID[]::new))));
        }
        for (WorkerPatch row : rows) {
            WorkerSignedOn signOn = row.signOn;
            if (signOn != null) {
                statements.add(signOn(signOn));
            }
        }
        statements.add(Statement.of(
                UPDATE,
                Arrays.asList(
                        column(rows, row -> row.worker.value(), UUID[]::new),
                        column(rows, row -> row.status == null ? null : row.status.toString(), String[]::new),
                        column(rows, row -> RowText.textOrNull(row.reason), String[]::new),
                        column(rows, row -> RowText.timeOrNull(row.lastSeen), OffsetDateTime[]::new),
                        column(rows, row -> row.request != null, Boolean[]::new),
                        column(
                                rows,
                                row -> requested(row)
                                        .map(asked -> asked.status().toString())
                                        .orElse(null),
                                String[]::new),
                        column(
                                rows,
                                row -> requested(row).map(RequestedStatus::lazy).orElse(false),
                                Boolean[]::new),
                        column(
                                rows,
                                row -> row.tags == null ? null : String.join(",", sorted(row.tags)),
                                String[]::new))));
    }

    private static Optional<RequestedStatus> requested(WorkerPatch row) {
        return Optional.ofNullable(row.request).map(WorkerPatch.Request::status);
    }

    private static Statement signOn(WorkerSignedOn signOn) {
        return Statement.of(
                SIGN_ON,
                Arrays.<Object>asList(
                        signOn.worker().value(),
                        signOn.session().value(),
                        RowText.text(signOn.profile().name()),
                        RowText.text(signOn.profile().platform()),
                        RowText.text(signOn.profile().software()),
                        sorted(signOn.profile().taskTypes()),
                        signOn.profile().canRestart(),
                        signOn.status().toString(),
                        RowText.time(signOn.at())));
    }

    private static String[] sorted(Collection<String> texts) {
        return texts.stream().map(RowText::text).sorted().toArray(String[]::new);
    }
}
