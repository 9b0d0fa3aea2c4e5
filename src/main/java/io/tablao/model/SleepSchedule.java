// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a worker sleeps: from the start to the end, on the days of the week on which that begins. A range such as 22:00–06:00
 * goes over midnight, into the day after. Times are those on the wall: when clocks are changed, a time that is left out that
 * night comes when they have been put forward, and one that comes twice counts the first time.
 *
 * @param active whether it is followed at all
 * @param days on which the sleep begins; none: every day
 * @param start null: at the beginning of the day
 * @param end null: at the end of the day
 */
public record SleepSchedule(
        boolean active,
        Set<DayOfWeek> days,
        @Nullable LocalTime start,
        @Nullable LocalTime end) {

    /** A week and the days around it hold every change that there is. */
    private static final int DAYS_AHEAD = 8;

    public SleepSchedule {
        days = Set.copyOf(days);
        if (start != null && start.equals(end)) {
            throw new IllegalArgumentException(
                    "A worker cannot sleep from " + start + " to " + end + "; for the whole day leave both out");
        }
    }

    /** A stretch of sleep; the end is awake again. */
    private record Sleep(Instant from, Instant to) {
        boolean contains(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /** Whether the worker is to sleep at that time, as long as the schedule is active. */
    public boolean asleepAt(Instant time, ZoneId zone) {
        return sleeps(time, zone).stream().anyMatch(sleep -> sleep.contains(time));
    }

    /** When it is to fall asleep or wake next, after that time; empty: never, since it always sleeps. */
    public Optional<Instant> nextChange(Instant time, ZoneId zone) {
        List<Sleep> sleeps = sleeps(time, zone);
        boolean asleep = sleeps.stream().anyMatch(sleep -> sleep.contains(time));
        // Where one stretch follows another without a gap, nothing changes.
        return sleeps.stream()
                .map(asleep ? Sleep::to : Sleep::from)
                .filter(change -> change.isAfter(time))
                .filter(change -> sleeps.stream().anyMatch(sleep -> sleep.contains(change)) != asleep)
                .filter(change -> change.isBefore(horizon(time, zone)))
                .min(Instant::compareTo);
    }

    private List<Sleep> sleeps(Instant time, ZoneId zone) {
        LocalDate today = time.atZone(zone).toLocalDate();
        List<Sleep> sleeps = new ArrayList<>();
        for (int day = -1; day <= DAYS_AHEAD; day++) {
            LocalDate date = today.plusDays(day);
            if (days.isEmpty() || days.contains(date.getDayOfWeek())) {
                Instant from = at(date, start == null ? LocalTime.MIN : start, zone);
                Instant to = end == null || end.equals(LocalTime.MIN) || (start != null && end.isBefore(start))
                        ? at(date.plusDays(1), end == null ? LocalTime.MIN : end, zone)
                        : at(date, end, zone);
                // Both may lie in the hour that is left out.
                if (to.isAfter(from)) {
                    sleeps.add(new Sleep(from, to));
                }
            }
        }
        return sleeps;
    }

    /** What lies behind it was not looked at, so its end need not be one. */
    private static Instant horizon(Instant time, ZoneId zone) {
        return at(time.atZone(zone).toLocalDate().plusDays(DAYS_AHEAD), LocalTime.MIN, zone);
    }

    private static Instant at(LocalDate date, LocalTime time, ZoneId zone) {
        return ZonedDateTime.of(date, time, zone).toInstant();
    }
}
