// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.LogChunk;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFoldTest {

    private static final AttemptPatch.Key FIRST = new AttemptPatch.Key(task(0), 1);

    @Test
    void keeps_chunks_in_order() {
        var fold = new LogFold(1_000, Map.of());

        fold.fold(10, new LogChunk(task(0), 1, 0, "one\n"));
        fold.fold(11, new LogChunk(task(0), 1, 1, "two\n"));

        assertThat(fold.added()).extracting(LogFold.NewChunk::text).containsExactly("one\n", "two\n");
        assertThat(fold.changed()).containsEntry(FIRST, new LogFold.Kept(2, 8, false));
    }

    @Test
    void a_second_delivery_is_known() {
        var fold = new LogFold(1_000, Map.of(FIRST, new LogFold.Kept(3, 50, false)));

        fold.fold(10, new LogChunk(task(0), 1, 2, "again\n"));
        fold.fold(11, new LogChunk(task(0), 1, 3, "new\n"));

        assertThat(fold.added()).extracting(LogFold.NewChunk::text).containsExactly("new\n");
    }

    @Test
    void the_schedulers_lines_are_never_taken_for_a_second_delivery() {
        var fold = new LogFold(1_000, Map.of());

        fold.fold(10, new LogChunk(task(0), 0, 0, "lost\n"));
        fold.fold(11, new LogChunk(task(0), 0, 0, "returned\n"));

        assertThat(fold.added()).hasSize(2);
    }

    @Test
    void cuts_after_the_last_line_that_fits_and_says_so() {
        var fold = new LogFold(12, Map.of());

        fold.fold(10, new LogChunk(task(0), 1, 0, "one\n"));
        fold.fold(11, new LogChunk(task(0), 1, 1, "two\nthree\nfour\n"));
        fold.fold(12, new LogChunk(task(0), 1, 2, "five\n"));

        assertThat(fold.added()).hasSize(2);
        assertThat(fold.added().getLast().text())
                .isEqualTo(
                        "two\n[The log is cut here: it has reached its limit of 12 bytes. What the task wrote after this"
                                + " line was not kept.]\n");
        assertThat(fold.changed().get(FIRST)).extracting(LogFold.Kept::cut).isEqualTo(true);
    }

    @Test
    void a_later_attempt_has_a_log_of_its_own() {
        var fold = new LogFold(12, Map.of(FIRST, new LogFold.Kept(7, 200, true)));

        fold.fold(10, new LogChunk(task(0), 2, 0, "again\n"));

        assertThat(fold.added()).extracting(LogFold.NewChunk::text).containsExactly("again\n");
    }

    @Test
    void nul_is_replaced_since_postgresql_has_no_such_character() {
        var fold = new LogFold(100, Map.of());

        fold.fold(10, new LogChunk(task(0), 1, 0, "a\0b\n"));

        assertThat(fold.added().getFirst().text()).isEqualTo("a\uFFFDb\n");
    }
}
