// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.ANNA;
import static io.tablao.scheduler.queue.QueueTrial.BERT;
import static io.tablao.scheduler.queue.QueueTrial.JOB;
import static io.tablao.scheduler.queue.QueueTrial.enqueue;
import static io.tablao.scheduler.queue.QueueTrial.free;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.refresh;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.QueueEvent;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much goes out at once. */
class WindowTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(3);

    @ParameterizedTest(name = "{0} slots, {1} running, {2} out, short tasks {3}: room for {4}")
    @CsvSource({
        "0, 0, 0, false, 0",
        "0, 0, 0, true, 0",
        "2, 0, 0, false, 2",
        "2, 1, 0, false, 1",
        "2, 1, 1, false, 0",
        "2, 2, 0, false, 0",
        "2, 3, 0, false, 0",
        "2, 0, 5, false, 0",
        "2, 0, 0, true, 8",
        "2, 2, 0, true, 6",
        "2, 2, 6, true, 0",
        "2, 0, 9, true, 0",
    })
    void room(int slots, int running, int out, boolean ahead, int room) {
        assertThat(new Window(slots, running, out, ahead).room()).isEqualTo(room);
    }

    @Test
    void no_more_is_out_than_slots_are_free() {
        var trial = given(ANNA, BERT).when(enqueue(JOB, indices(10)));
        assertThat(trial.sent()).containsExactly("1/0#1", "1/1#1");
        assertThat(trial.when(take(JOB, 0, ANNA)).sent()).isEmpty();
        assertThat(trial.when(free(JOB, 0, ANNA, LONG)).sent()).containsExactly("1/2#1");
    }

    @Test
    void with_short_tasks_three_more_for_each_slot_are_out() {
        var trial = given(ANNA, BERT).and(enqueue(JOB, indices(30)), take(JOB, 0, ANNA));
        assertThat(trial.when(free(JOB, 0, ANNA, SHORT)).sent()).hasSize(7);
        assertThat(trial.queue().outCount())
                .isEqualTo(8)
                .isEqualTo(trial.window().size());
        assertThat(trial.when(take(JOB, 1, ANNA)).sent()).as("a free slot less").isEmpty();
        assertThat(trial.when(free(JOB, 1, ANNA, SHORT)).sent()).hasSize(1);
    }

    @Test
    void when_tasks_become_long_nothing_is_added_until_what_is_out_is_taken() {
        var trial = given(ANNA).and(enqueue(JOB, indices(30)), take(JOB, 0, ANNA), free(JOB, 0, ANNA, SHORT));
        assertThat(trial.queue().outCount()).isEqualTo(4);
        for (int index = 1; index <= 3; index++) {
            trial.and(take(JOB, index, ANNA));
            assertThat(trial.when(free(JOB, index, ANNA, LONG)).sent())
                    .as("out: " + trial.queue().outCount())
                    .isEmpty();
        }
        trial.and(take(JOB, 4, ANNA));
        assertThat(trial.when(free(JOB, 4, ANNA, LONG)).sent()).hasSize(1);
    }

    @Test
    void a_worker_that_comes_makes_room() {
        var trial = given(ANNA).and(enqueue(JOB, indices(3)));
        assertThat(trial.awake(BERT).when(refresh()).sent()).containsExactly("1/1#1");
    }

    @Test
    void a_worker_that_goes_takes_its_room_along() {
        var trial = given(ANNA, BERT).and(enqueue(JOB, indices(3)), take(JOB, 0, ANNA));
        trial.lost(ANNA).when(refresh());
        assertThat(trial.events(QueueEvent.RunForgotten.class))
                .containsExactly(new QueueEvent.RunForgotten(QueueTrial.QUEUE, ANNA));
        assertThat(trial.sent()).isEmpty();
        assertThat(trial.queue().runningCount()).isZero();
        assertThat(trial.queue().pace()).as("nothing was learnt").isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void the_end_of_a_run_that_is_not_known_says_nothing() {
        var trial = given(ANNA).and(enqueue(JOB, indices(3)));
        assertThat(trial.when(free(JOB, 0, ANNA, SHORT)).events).isEmpty();
        assertThat(trial.queue().pace()).isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void the_pace_follows_the_newest_tasks() {
        var limit = Duration.ofSeconds(1);
        assertThat(Pace.UNKNOWN.under(limit)).isFalse();
        var quick = Pace.UNKNOWN.after(SHORT);
        assertThat(quick.under(limit)).isTrue();
        assertThat(quick.after(Duration.ofSeconds(10)).under(limit)).isFalse();
        var slow = Pace.UNKNOWN.after(Duration.ofSeconds(10));
        for (int each = 0; each < 10; each++) {
            assertThat(slow.under(limit)).isFalse();
            slow = slow.after(SHORT);
        }
        assertThat(slow.after(SHORT).under(limit)).isTrue();
    }

    private static int[] indices(int count) {
        return IntStream.range(0, count).toArray();
    }
}
