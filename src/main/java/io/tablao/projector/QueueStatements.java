// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The rows of queues. */
final class QueueStatements {

    private static final String WRITE = """
            INSERT INTO queue (id, type, tag, open, waiting, dispatched, running, slots, measured)
            SELECT id, type, tag, open, coalesce(waiting, 0), coalesce(dispatched, 0), coalesce(running, 0),
                coalesce(slots, 0), measured
            FROM unnest($1::text[], $2::text[], $3::text[], $4::bool[], $5::int[], $6::int[], $7::int[], $8::int[],
                $9::timestamptz[])
                AS change (id, type, tag, open, waiting, dispatched, running, slots, measured)
            ON CONFLICT (id) DO UPDATE SET
                open = queue.open OR excluded.open,
                waiting = CASE WHEN excluded.measured IS NULL THEN queue.waiting ELSE excluded.waiting END,
                dispatched = CASE WHEN excluded.measured IS NULL THEN queue.dispatched ELSE excluded.dispatched END,
                running = CASE WHEN excluded.measured IS NULL THEN queue.running ELSE excluded.running END,
                slots = CASE WHEN excluded.measured IS NULL THEN queue.slots ELSE excluded.slots END,
                measured = coalesce(excluded.measured, queue.measured)
            """;

    private QueueStatements() {}

    static void write(Collection<QueuePatch> rows, List<Statement> statements) {
        if (rows.isEmpty()) {
            return;
        }
        statements.add(Statement.of(
                WRITE,
                Arrays.asList(
                        column(rows, row -> RowText.text(row.queue.toString()), String[]::new),
                        column(rows, row -> RowText.text(row.queue.type()), String[]::new),
                        column(rows, row -> RowText.textOrNull(row.queue.tag()), String[]::new),
                        column(rows, row -> row.opened, Boolean[]::new),
                        measured(rows, newest -> newest.measured().waiting()),
                        measured(rows, newest -> newest.measured().dispatched()),
                        measured(rows, newest -> newest.measured().running()),
                        measured(rows, newest -> newest.measured().slots()),
                        column(
                                rows,
                                row -> row.newest == null ? null : RowText.time(row.newest.time()),
                                OffsetDateTime[]::new))));
    }

    private static @Nullable Integer[] measured(
            Collection<QueuePatch> rows, ToIntFunction<QueuePatch.Measurement> number) {
        return column(rows, row -> row.newest == null ? null : number.applyAsInt(row.newest), Integer[]::new);
    }
}
