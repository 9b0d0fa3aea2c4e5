// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Statement.column;

import io.tablao.projector.WorkerPatch.NextChange;
import io.tablao.projector.WorkerPatch.Schedule;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of workers' sleep schedules. */
final class ScheduleStatements {

    private static final String DELETE = """
        DELETE FROM sleep_schedule WHERE worker_id = any($1::uuid[])
        """;

    private static final String WRITE = """
        INSERT INTO sleep_schedule (worker_id, active, days, start_time, end_time, next_change)
        SELECT * FROM unnest($1::uuid[], $2::bool[], $3::text[], $4::time[], $5::time[], $6::timestamptz[])
        ON CONFLICT (worker_id) DO UPDATE SET
            active = excluded.active, days = excluded.days, start_time = excluded.start_time,
            end_time = excluded.end_time, next_change = excluded.next_change
        """;

    private static final String FOLLOW = """
        UPDATE sleep_schedule SET next_change = change.next_change
        FROM unnest($1::uuid[], $2::timestamptz[]) AS change (worker_id, next_change)
        WHERE sleep_schedule.worker_id = change.worker_id
        """;

    private ScheduleStatements() {}

    static void write(Collection<WorkerPatch> rows, List<Statement> statements) {
        List<WorkerPatch> deleted = rows.stream().filter(row -> row.deleted).toList();
        if (!deleted.isEmpty()) {
            statements.add(Statement.of(DELETE, Arrays.<Object>asList((Object) workers(deleted))));
        }
        List<WorkerPatch> set =
                rows.stream().filter(row -> row.schedule != null).toList();
        if (!set.isEmpty()) {
            statements.add(Statement.of(
                    WRITE,
                    Arrays.asList(
                            workers(set),
                            of(set, schedule -> schedule.schedule().active(), Boolean[]::new),
                            of(set, ScheduleStatements::days, String[]::new),
                            of(set, schedule -> schedule.schedule().start(), LocalTime[]::new),
                            of(set, schedule -> schedule.schedule().end(), LocalTime[]::new),
                            of(set, schedule -> RowText.timeOrNull(schedule.nextChange()), OffsetDateTime[]::new))));
        }
        List<WorkerPatch> followed =
                rows.stream().filter(row -> row.nextChange != null).toList();
        if (!followed.isEmpty()) {
            statements.add(Statement.of(
                    FOLLOW,
                    Arrays.asList(
                            workers(followed),
                            column(
                                    followed,
                                    row -> {
                                        NextChange next = row.nextChange;
                                        return next == null ? null : RowText.timeOrNull(next.at());
                                    },
                                    OffsetDateTime[]::new))));
        }
    }

    private static String days(Schedule schedule) {
        return schedule.schedule().days().stream()
                .sorted()
                .map(ScheduleStatements::label)
                .collect(Collectors.joining(" "));
    }

    private static String label(DayOfWeek day) {
        return day.name().substring(0, 2).toLowerCase(Locale.ROOT);
    }

    private static @Nullable UUID[] workers(Collection<WorkerPatch> rows) {
        return column(rows, row -> row.worker.value(), UUID[]::new);
    }

    private static <V> @Nullable V[] of(
            Collection<WorkerPatch> rows,
            Function<Schedule, @Nullable V> value,
            java.util.function.IntFunction<@Nullable V[]> array) {
        return column(rows, row -> value.apply(Objects.requireNonNull(row.schedule)), array);
    }
}
