// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@link JobOptions} out of a job's metadata: all keys that begin with {@code tablao.} are options. */
public final class JobOptionsReader {

    private static final String PREFIX = "tablao.";
    private static final String RETRIES = "tablao.retries";
    private static final String RETRY_DELAY = "tablao.retry_delay";
    private static final String MAX_ACTIVE = "tablao.max_active";
    private static final String START_AFTER = "tablao.start_after";
    private static final String AFTER_JOB = "tablao.after_job";
    private static final String TASK_TIMEOUT = "tablao.task_timeout";
    private static final List<String> KNOWN =
            List.of(AFTER_JOB, MAX_ACTIVE, RETRIES, RETRY_DELAY, START_AFTER, TASK_TIMEOUT);

    private static final int MOST_RETRIES = 100;
    private static final int MOST_ACTIVE = 1_000_000;
    private static final int MOST_JOBS = 100;

    /** Workers say at most every half minute that something goes on. */
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(365);
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofDays(1);

    /** What came of reading. */
    public sealed interface Reading {}

    public record Options(JobOptions options) implements Reading {}

    /** @param problems each a sentence, without its full stop */
    public record Refused(List<String> problems) implements Reading {
        public Refused {
            problems = List.copyOf(problems);
        }

        public String sentence() {
            return String.join("; ", problems);
        }
    }

    private final Map<String, String> given = new TreeMap<>();
    private final Instant created;
    private final ZoneId zone;
    private final List<String> problems = new ArrayList<>();

    private JobOptionsReader(Map<String, String> metadata, Instant created, ZoneId zone) {
        metadata.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                given.put(key, value.strip());
            }
        });
        this.created = created;
        this.zone = zone;
    }

    /**
     * @param created when the job was submitted: a time without a date is the next one after that
     * @param zone of times that name none
     */
    public static Reading read(Map<String, String> metadata, Instant created, ZoneId zone) {
        return new JobOptionsReader(metadata, created, zone).read();
    }

    /** What is wrong with the options, whatever the time and the zone. */
    public static List<String> problems(Map<String, String> metadata) {
        return switch (read(metadata, Instant.EPOCH, ZoneOffset.UTC)) {
            case Options fine -> List.of();
            case Refused refused -> refused.problems();
        };
    }

    private Reading read() {
        for (String key : given.keySet()) {
            if (!KNOWN.contains(key)) {
                problems.add("Unknown option \"" + key + "\"; the options of a job are " + String.join(", ", KNOWN));
            }
        }
        Integer retries = number(RETRIES, 0, MOST_RETRIES);
        Duration delay = duration(RETRY_DELAY, Duration.ofSeconds(1), LONGEST_RETRY_DELAY);
        var options = new JobOptions(
                retries == null ? 0 : retries,
                delay == null ? JobOptions.DEFAULT_DELAY : delay,
                number(MAX_ACTIVE, 1, MOST_ACTIVE),
                startAfter(),
                afterJobs(),
                duration(TASK_TIMEOUT, SHORTEST_TIMEOUT, LONGEST_TIMEOUT));
        return problems.isEmpty() ? new Options(options) : new Refused(problems);
    }

    private @Nullable Integer number(String key, int least, int most) {
        String text = given.get(key);
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        expected(key, "a whole number from " + least + " to " + most, text);
        return null;
    }

    private @Nullable Duration duration(String key, Duration least, Duration most) {
        String text = given.get(key);
        if (text == null) {
            return null;
        }
        Duration duration = Durations.parse(text).orElse(null);
        if (duration == null || duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            expected(
                    key,
                    "a time such as 90s, 10m, 1h30m or 2d, from " + Durations.text(least) + " to "
                            + Durations.text(most),
                    text);
            return null;
        }
        return duration;
    }

    private @Nullable Instant startAfter() {
        String text = given.get(START_AFTER);
        if (text == null) {
            return null;
        }
        String iso = text.replaceFirst("(?<=\\d) (?=\\d)", "T");
        try {
            if (!iso.contains("T") && !iso.contains("t")) {
                return next(LocalTime.parse(iso));
            }
            return iso.matches(".*[Zz]|.*[+-]\\d\\d:\\d\\d")
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            expected(
                    START_AFTER,
                    "a time such as 2030-01-31T22:00:00Z, 2030-01-31T22:00:00+01:00, or, in the farm's local time,"
                            + " 2030-01-31 22:00 or 22:00",
                    text);
            return null;
        }
    }

    private Instant next(LocalTime time) {
        LocalDateTime submitted = created.atZone(zone).toLocalDateTime();
        LocalDateTime today = submitted.toLocalDate().atTime(time);
        return (today.isBefore(submitted) ? today.plusDays(1) : today)
                .atZone(zone)
                .toInstant();
    }

    private Set<JobId> afterJobs() {
        String text = given.get(AFTER_JOB);
        if (text == null) {
            return Set.of();
        }
        Set<JobId> jobs = new LinkedHashSet<>();
        try {
            for (String each : text.split("[,\\s]+", -1)) {
                jobs.add(new JobId(UUID.fromString(each)));
            }
        } catch (IllegalArgumentException e) {
            jobs.clear();
        }
        if (jobs.isEmpty() || jobs.size() > MOST_JOBS) {
            expected(AFTER_JOB, "ids of jobs, with commas between, at most " + MOST_JOBS, text);
            return Set.of();
        }
        return Set.copyOf(jobs);
    }

    private void expected(String key, String what, String found) {
        problems.add("Option \"" + key + "\" must be " + what + ", not \"" + found + "\"");
    }
}
