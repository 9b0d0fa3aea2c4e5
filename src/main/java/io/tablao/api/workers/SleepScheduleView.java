// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.api.RequestFields;
import io.tablao.model.SleepSchedule;
import io.tablao.readmodel.SleepScheduleRow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * When a worker sleeps. Flamenco: {@code WorkerSleepSchedule}.
 *
 * @param daysOfWeek {@code mo tu we} …; empty: every day
 * @param startTime HH:MM; empty: from the beginning of the day
 * @param endTime HH:MM; empty: to the end of the day
 */
@Schema(name = "WorkerSleepSchedule")
@JsonNaming(SnakeCaseStrategy.class)
record SleepScheduleView(
        @Schema(required = true) boolean isActive,
        @Schema(required = true) String daysOfWeek,
        @Schema(required = true) String startTime,
        @Schema(required = true) String endTime) {

    private static final DateTimeFormatter READ = DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT);
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    static SleepScheduleView of(SleepScheduleRow row) {
        return new SleepScheduleView(row.active, row.days, text(row.start), text(row.end));
    }

    /** Notes with the fields what is wrong with them. */
    static Optional<SleepSchedule> read(RequestFields fields) {
        boolean active = fields.requiredBool("is_active");
        Set<DayOfWeek> days = days(fields);
        LocalTime start = time(fields, "start_time");
        LocalTime end = time(fields, "end_time");
        try {
            return Optional.of(new SleepSchedule(active, days, start, end));
        } catch (IllegalArgumentException e) {
            fields.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Set<DayOfWeek> days(RequestFields fields) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String text : fields.text("days_of_week").orElse("").strip().split("\\s+", -1)) {
            if (!text.isEmpty()) {
                Arrays.stream(DayOfWeek.values())
                        .filter(day -> label(day).equalsIgnoreCase(text))
                        .findFirst()
                        .ifPresentOrElse(
                                days::add,
                                () -> fields.problem("Field \"days_of_week\" may have mo, tu, we, th, fr, sa and su,"
                                        + " with blanks between them, not \"" + text + "\""));
            }
        }
        return days;
    }

    private static String label(DayOfWeek day) {
        return day.name().substring(0, 2).toLowerCase(Locale.ROOT);
    }

    private static @Nullable LocalTime time(RequestFields fields, String field) {
        String text = fields.text(field).orElse("").strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LocalTime.parse(text, READ);
        } catch (DateTimeException e) {
            fields.problem("Field \"" + field + "\" must be a time of day such as 22:00, not \"" + text + "\"");
            return null;
        }
    }

    private static String text(@Nullable LocalTime time) {
        return time == null ? "" : WRITTEN.format(time);
    }
}
