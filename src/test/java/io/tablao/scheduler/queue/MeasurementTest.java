// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.ANNA;
import static io.tablao.scheduler.queue.QueueTrial.BERT;
import static io.tablao.scheduler.queue.QueueTrial.JOB;
import static io.tablao.scheduler.queue.QueueTrial.QUEUE;
import static io.tablao.scheduler.queue.QueueTrial.START;
import static io.tablao.scheduler.queue.QueueTrial.enqueue;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.refresh;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A queue tells how full it is: when that has changed, and not more often than every half second. */
class MeasurementTest {

    private static final QueueCommand MEASURE = new QueueCommand.MeasureQueue(QUEUE);

    @Test
    void a_change_sets_the_timer_and_further_ones_do_not() {
        var trial = given(ANNA).and(MEASURE).when(enqueue(JOB, 0, 1));
        assertThat(trial.effects(Effect.SetTimer.class))
                .contains(new Effect.SetTimer("queue:blender measure", START.plusMillis(500), MEASURE));
        assertThat(trial.when(enqueue(JOB, 2), take(JOB, 0, ANNA)).effects(Effect.SetTimer.class))
                .isEmpty();
        assertThat(trial.when(MEASURE).events).containsExactly(new QueueMeasured(QUEUE, 2, 0, 1, 1));
        assertThat(trial.when(enqueue(JOB, 3)).effects(Effect.SetTimer.class)).hasSize(1);
    }

    @Test
    void what_came_and_went_is_not_worth_telling() {
        var trial = given().and(MEASURE).when(enqueue(JOB, 0), new QueueCommand.DequeueJob(QUEUE, JOB));
        assertThat(trial.effects(Effect.SetTimer.class)).isNotEmpty();
        assertThat(trial.when(MEASURE).events).containsExactly(new QueueEvent.MeasurementSpared(QUEUE));
        assertThat(trial.when(MEASURE).events).isEmpty();
    }

    @Test
    void a_new_slot_is_worth_telling() {
        var trial = given(ANNA).and(MEASURE).awake(BERT).when(refresh());
        assertThat(trial.effects(Effect.SetTimer.class)).hasSize(1);
        assertThat(trial.when(MEASURE).events).containsExactly(new QueueMeasured(QUEUE, 0, 0, 0, 2));
    }

    @Test
    void a_queue_that_was_recovered_measures_once() {
        var trial = given(ANNA).and(enqueue(JOB, 0), MEASURE);
        trial.state = QueueState.recover(trial.queue().parts());
        assertThat(trial.queue().timers(START, Rules.DEFAULT))
                .containsExactlyInAnyOrder(
                        new Effect.SetTimer("queue:blender measure", START.plusMillis(500), MEASURE),
                        new Effect.SetTimer(
                                "queue:blender expire", START.plus(Duration.ofMinutes(1)), QueueTrial.expire()));
        assertThat(trial.when(enqueue(JOB, 1)).events(QueueEvent.MeasurementPlanned.class))
                .isEmpty();
        assertThat(trial.when(MEASURE).events).containsExactly(new QueueMeasured(QUEUE, 1, 1, 0, 1));
    }

    @Test
    void an_empty_queue_that_was_recovered_needs_no_look_for_what_nobody_took() {
        var queue = QueueState.recover(given().queue().parts());
        assertThat(queue.timers(START, Rules.DEFAULT))
                .extracting(Effect.SetTimer::command)
                .containsExactly(MEASURE);
    }
}
