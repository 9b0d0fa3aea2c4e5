// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobOptionsReaderTest {

    private static final ZoneId ZONE = ZoneId.of("Europe/Amsterdam");
    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(2, 2);

    @Test
    void metadataOfOthersIsNoOption() {
        assertThat(options(Map.of("project", "test", "tablaox", "1"))).isEqualTo(JobOptions.NONE);
    }

    @Test
    void allOptionsTogether() {
        assertThat(options(Map.of(
                        "tablao.retries", "3",
                        "tablao.retry_delay", "1m30s",
                        "tablao.max_active", " 4 ",
                        "tablao.start_after", "2026-03-02T00:00:00Z",
                        "tablao.after_job", ONE + ", " + TWO,
                        "tablao.task_timeout", "2h")))
                .isEqualTo(new JobOptions(
                        3,
                        Duration.ofSeconds(90),
                        4,
                        Instant.parse("2026-03-02T00:00:00Z"),
                        Set.of(new JobId(ONE), new JobId(TWO)),
                        Duration.ofHours(2)));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "2026-03-02T22:00:00+05:00, 2026-03-02T17:00:00Z",
        "2026-03-02 22:00:00Z,      2026-03-02T22:00:00Z",
        "2026-03-02T22:00,          2026-03-02T21:00:00Z",
        "2026-03-02 22:00:30,       2026-03-02T21:00:30Z",
        // In summer the zone is another hour ahead; in the night of the change 02:30 does not exist.
        "2026-07-02 22:00,          2026-07-02T20:00:00Z",
        "2026-03-29 02:30,          2026-03-29T01:30:00Z",
        "22:00,                     2026-03-01T21:00:00Z",
        "12:59:59,                  2026-03-02T11:59:59Z",
        "13:00,                     2026-03-01T12:00:00Z",
        "06:00,                     2026-03-02T05:00:00Z",
    })
    void aTimeIsOneWithAZoneOrOneOfTheFarm(String text, Instant expected) {
        assertThat(options(Map.of("tablao.start_after", text)).startAfter()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', textBlock = """
            tablao.retries      | 101        | a whole number from 0 to 100
            tablao.retries      | -1         | a whole number from 0 to 100
            tablao.retries      | many       | a whole number from 0 to 100
            tablao.max_active   | 0          | a whole number from 1 to 1000000
            tablao.retry_delay  | 10         | a time such as 90s, 10m, 1h30m or 2d, from 1s to 1d
            tablao.retry_delay  | 2d         | a time such as 90s, 10m, 1h30m or 2d, from 1s to 1d
            tablao.task_timeout | 30s        | a time such as 90s, 10m, 1h30m or 2d, from 1m to 365d
            tablao.task_timeout | 999999999s | a time such as 90s, 10m, 1h30m or 2d, from 1m to 365d
            tablao.after_job    | shot 10    | ids of jobs, with commas between, at most 100
            tablao.start_after  | tomorrow   | a time such as 2030-01-31T22:00:00Z, 2030-01-31T22:00:00+01:00, or, in the farm's local time, 2030-01-31 22:00 or 22:00
            tablao.start_after  | 25:00      | a time such as 2030-01-31T22:00:00Z, 2030-01-31T22:00:00+01:00, or, in the farm's local time, 2030-01-31 22:00 or 22:00
            """)
    void aValueThatMakesNoSenseIsRefusedWithWhatWasExpected(String key, String value, String expected) {
        assertThat(JobOptionsReader.problems(Map.of(key, value)))
                .containsExactly("Option \"" + key + "\" must be " + expected + ", not \"" + value + "\"");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(JobOptionsReader.problems(Map.of("tablao.retries", "x", "tablao.retry", "1", "tablao.", "2")))
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("Unknown option \"tablao.retry\"; the options of a job are"));
    }

    @Test
    void delaysDoubleUpToAnHour() {
        var options = options(Map.of("tablao.retries", "100", "tablao.retry_delay", "10m"));

        assertThat(options.delay(1)).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.delay(2)).isEqualTo(Duration.ofMinutes(20));
        assertThat(options.delay(3)).isEqualTo(Duration.ofMinutes(40));
        assertThat(options.delay(4)).isEqualTo(Duration.ofHours(1));
        assertThat(options.delay(100)).isEqualTo(Duration.ofHours(1));
        assertThat(options(Map.of("tablao.retry_delay", "3h")).delay(2)).isEqualTo(Duration.ofHours(3));
    }

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "90s, PT1M30S", "1h30m, PT1H30M", "2d, PT48H", "1d2h3m4s, PT26H3M4S"})
    void spansOfTimeAreReadAndWritten(String text, Duration duration) {
        assertThat(Durations.parse(text)).contains(duration);
        assertThat(Durations.parse(Durations.text(duration))).contains(duration);
        assertThat(Durations.parse("")).isEmpty();
        assertThat(Durations.parse("1m1h")).isEmpty();
        assertThat(Durations.parse("1.5h")).isEmpty();
    }

    private static JobOptions options(Map<String, String> metadata) {
        return ((JobOptionsReader.Options) JobOptionsReader.read(metadata, CREATED, ZONE)).options();
    }
}
