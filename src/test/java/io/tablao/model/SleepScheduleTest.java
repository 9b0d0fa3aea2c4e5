// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a worker sleeps. 1 March 2026 is a Sunday. */
class SleepScheduleTest {

    @ParameterizedTest(name = "{0} {1}–{2} in {3} at {4}: {5}, until {6}")
    @CsvSource(nullValues = "-", textBlock = """
        # days, start, end,   zone,                time on the wall, asleep, next change on the wall
        -,      09:00, 18:00, Europe/Amsterdam,    2026-03-02T08:59, false, 2026-03-02T09:00
        -,      09:00, 18:00, Europe/Amsterdam,    2026-03-02T09:00, true,  2026-03-02T18:00
        -,      09:00, 18:00, Europe/Amsterdam,    2026-03-02T17:59, true,  2026-03-02T18:00
        -,      09:00, 18:00, Europe/Amsterdam,    2026-03-02T18:00, false, 2026-03-03T09:00
        mo fr,  09:00, 18:00, Europe/Amsterdam,    2026-03-02T18:00, false, 2026-03-06T09:00
        mo,     09:00, 18:00, Europe/Amsterdam,    2026-03-02T18:00, false, 2026-03-09T09:00
        # one of the two is missing, or both
        -,      -,     06:00, Asia/Tokyo,          2026-03-02T00:00, true,  2026-03-02T06:00
        -,      22:00, -,     Asia/Tokyo,          2026-03-02T23:00, true,  2026-03-03T00:00
        sa su,  -,     -,     Asia/Tokyo,          2026-03-06T12:00, false, 2026-03-07T00:00
        sa su,  -,     -,     Asia/Tokyo,          2026-03-07T12:00, true,  2026-03-09T00:00
        -,      -,     -,     Asia/Tokyo,          2026-03-07T12:00, true,  -
        # over midnight: the day is the one on which the sleep begins
        -,      22:00, 06:00, America/New_York,    2026-03-02T03:00, true,  2026-03-02T06:00
        -,      22:00, 06:00, America/New_York,    2026-03-02T06:00, false, 2026-03-02T22:00
        fr,     22:00, 06:00, America/New_York,    2026-03-06T23:00, true,  2026-03-07T06:00
        fr,     22:00, 06:00, America/New_York,    2026-03-06T03:00, false, 2026-03-06T22:00
        fr,     22:00, 06:00, America/New_York,    2026-03-07T05:00, true,  2026-03-07T06:00
        fr,     22:00, 00:00, America/New_York,    2026-03-06T23:00, true,  2026-03-07T00:00
        # clocks put forward, 02:00 to 03:00 (Europe: 29 March; New York: 8 March)
        -,      22:00, 06:00, Europe/Amsterdam,    2026-03-28T23:00, true,  2026-03-29T06:00
        -,      02:30, 04:00, Europe/Amsterdam,    2026-03-28T23:00, false, 2026-03-29T03:30
        -,      01:00, 02:30, Europe/Amsterdam,    2026-03-29T01:30, true,  2026-03-29T03:30
        -,      02:30, 04:00, America/New_York,    2026-03-07T23:00, false, 2026-03-08T03:30
        # both ends in the hour that is left out: the same stretch, put forward
        -,      02:15, 02:45, Europe/Amsterdam,    2026-03-29T01:00, false, 2026-03-29T03:15
        # clocks put back, 03:00 to 02:00 (Europe: 25 October): what comes twice counts the first time
        -,      02:30, 04:00, Europe/Amsterdam,    2026-10-25T01:00, false, 2026-10-25T02:30
        -,      22:00, 06:00, Europe/Amsterdam,    2026-10-24T23:00, true,  2026-10-25T06:00
        # half an hour at Lord Howe (5 April, 02:00 to 01:30), and midnight left out at Cairo (24 April 2026)
        -,      01:45, 05:00, Australia/Lord_Howe, 2026-04-05T00:00, false, 2026-04-05T01:45
        fr,     -,     06:00, Africa/Cairo,        2026-04-23T23:00, false, 2026-04-24T01:00
        """)
    void sleeps(
            @Nullable String days,
            @Nullable LocalTime start,
            @Nullable LocalTime end,
            ZoneId zone,
            LocalDateTime wall,
            boolean asleep,
            @Nullable LocalDateTime next) {
        var schedule = new SleepSchedule(true, days(days), start, end);
        Instant time = wall.atZone(zone).toInstant();
        assertThat(schedule.asleepAt(time, zone)).isEqualTo(asleep);
        assertThat(schedule.nextChange(time, zone)
                        .map(change -> change.atZone(zone).toLocalDateTime()))
                .isEqualTo(java.util.Optional.ofNullable(next));
    }

    @Test
    void a_night_in_which_clocks_are_changed_is_an_hour_shorter_or_longer() {
        ZoneId zone = ZoneId.of("Europe/Amsterdam");
        var nights = new SleepSchedule(true, Set.of(), LocalTime.of(22, 0), LocalTime.of(6, 0));
        assertThat(night(nights, zone, "2026-03-27T22:00")).isEqualTo(Duration.ofHours(8));
        assertThat(night(nights, zone, "2026-03-28T22:00")).isEqualTo(Duration.ofHours(7));
        assertThat(night(nights, zone, "2026-10-24T22:00")).isEqualTo(Duration.ofHours(9));
    }

    /** Through a whole year, minute by minute where something changes: a change is where it says that it is, and nowhere else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Amsterdam",
                "America/New_York",
                "Australia/Lord_Howe",
                "Africa/Cairo",
                "Asia/Kolkata"
            })
    void changes_come_where_they_were_foretold(String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        var schedule = new SleepSchedule(true, days("mo we sa"), LocalTime.of(21, 30), LocalTime.of(2, 30));
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2027-01-01T00:00:00Z");
        int changes = 0;
        while (time.isBefore(end)) {
            boolean asleep = schedule.asleepAt(time, zone);
            Instant next = schedule.nextChange(time, zone).orElseThrow();
            assertThat(next).isAfter(time);
            for (Instant between = time; between.isBefore(next); between = between.plus(Duration.ofMinutes(15))) {
                assertThat(schedule.asleepAt(between, zone)).as("%s", between).isEqualTo(asleep);
            }
            assertThat(schedule.asleepAt(next.minusSeconds(1), zone)).isEqualTo(asleep);
            assertThat(schedule.asleepAt(next, zone)).isEqualTo(!asleep);
            time = next;
            changes++;
        }
        // Two in each of 156 or 157 nights, and those of nights that lie in the year here and not at Greenwich.
        assertThat(changes).isBetween(312, 316);
    }

    @Test
    void a_stretch_without_length_is_none() {
        assertThatThrownBy(() -> new SleepSchedule(true, Set.of(), LocalTime.NOON, LocalTime.NOON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12:00")
                .hasMessageContaining("leave both out");
    }

    private static Duration night(SleepSchedule nights, ZoneId zone, String evening) {
        Instant from = LocalDateTime.parse(evening).atZone(zone).toInstant();
        return Duration.between(from, nights.nextChange(from, zone).orElseThrow());
    }

    private static Set<DayOfWeek> days(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(" ", -1))
                        .map(day -> Arrays.stream(DayOfWeek.values())
                                .filter(each ->
                                        each.name().toLowerCase(Locale.ROOT).startsWith(day))
                                .findFirst()
                                .orElseThrow())
                        .collect(Collectors.toSet());
    }
}
