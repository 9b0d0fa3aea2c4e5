// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two tables in full: rows go to columns, in the order of the statuses; x is legal. */
class JobTransitionsTest {

    @Test
    void jobs() {
        // Columns: under-construction queued active completed failed paused pause- cancel-requested canceled requeueing
        assertThat(table(JobStatus.values(), JobStatus::toString, JobTransitions::allows))
                .isEqualTo("""
                        under-construction . x . x x x . . x .
                        queued             . . x x x x x . x .
                        active             . x . x x x x . x .
                        completed          . x . . . . . . . .
                        failed             . x . . . . . . . .
                        paused             . x . . . . . . x .
                        pause-requested    . x . x x x . . x .
                        cancel-requested   . . . . . . . . . .
                        canceled           . x . . . . . . . .
                        requeueing         . . . . . . . . . .
                        """);
    }

    @Test
    void tasks() {
        // Columns: queued active completed failed soft-failed canceled paused
        assertThat(table(TaskStatus.values(), TaskStatus::toString, JobTransitions::allows))
                .isEqualTo("""
                        queued             . x . x . x x
                        active             x . x x x x x
                        completed          x . . . . . .
                        failed             x . . . . . x
                        soft-failed        x x . x . x x
                        canceled           x . . . . . .
                        paused             x . . . . x .
                        """);
    }

    private static <S> String table(S[] statuses, Function<S, String> label, BiPredicate<S, S> allows) {
        return Arrays.stream(statuses)
                .map(from -> "%-18s ".formatted(label.apply(from))
                        + Arrays.stream(statuses)
                                .map(to -> allows.test(from, to) ? "x" : ".")
                                .collect(Collectors.joining(" "))
                        + "\n")
                .collect(Collectors.joining());
    }
}
