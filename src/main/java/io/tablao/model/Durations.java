// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write and read them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 2d}. */
public final class Durations {

    private static final Pattern FORM =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s)?");

    private Durations() {}

    /** @return empty: it is not written like that */
    public static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (text.isBlank() || !form.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(form, 1))
                .plusHours(number(form, 2))
                .plusMinutes(number(form, 3))
                .plusSeconds(number(form, 4)));
    }

    private static long number(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** What {@link #parse} reads; fractions of seconds are cut off. */
    public static String text(Duration duration) {
        if (duration.toSeconds() == 0) {
            return "0s";
        }
        var text = new StringBuilder();
        append(text, duration.toDays(), 'd');
        append(text, duration.toHoursPart(), 'h');
        append(text, duration.toMinutesPart(), 'm');
        append(text, duration.toSecondsPart(), 's');
        return text.toString();
    }

    private static void append(StringBuilder text, long count, char unit) {
        if (count > 0) {
            text.append(count).append(unit);
        }
    }
}
