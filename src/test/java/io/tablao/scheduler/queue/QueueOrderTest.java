// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.ANNA;
import static io.tablao.scheduler.queue.QueueTrial.BERT;
import static io.tablao.scheduler.queue.QueueTrial.CLEO;
import static io.tablao.scheduler.queue.QueueTrial.JOB;
import static io.tablao.scheduler.queue.QueueTrial.OTHER;
import static io.tablao.scheduler.queue.QueueTrial.QUEUE;
import static io.tablao.scheduler.queue.QueueTrial.START;
import static io.tablao.scheduler.queue.QueueTrial.enqueue;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.job;
import static io.tablao.scheduler.queue.QueueTrial.refresh;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static io.tablao.scheduler.queue.QueueTrial.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Dispatch;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuedTask;
import io.tablao.model.Roster;
import io.tablao.model.TaskKey;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a queue holds, and in which order it comes out. */
class QueueOrderTest {

    @Test
    void who_needs_a_queue_brings_it_about() {
        var trial = new QueueTrial().when(new QueueCommand.PrepareQueue(QUEUE));
        assertThat(trial.events.getFirst()).isEqualTo(new QueueEvent.QueueCreated(QUEUE));
        assertThat(trial.when(new QueueCommand.PrepareQueue(QUEUE)).events).isEmpty();
    }

    @Test
    void tasks_bring_it_about_too() {
        var trial = new QueueTrial().when(enqueue(JOB, 0));
        assertThat(trial.events.getFirst()).isEqualTo(new QueueEvent.QueueCreated(QUEUE));
        assertThat(trial.queue().waitingCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("commandsOfThoseWhoHadSomethingThere")
    void others_find_nothing_in_a_queue_that_never_was(QueueCommand command) {
        assertThat(QueueDecider.decide(null, Roster.EMPTY, command, START, Rules.DEFAULT))
                .isEqualTo(Decision.NOTHING);
    }

    static Stream<QueueCommand> commandsOfThoseWhoHadSomethingThere() {
        return Stream.of(
                new QueueCommand.DequeueJob(QUEUE, JOB),
                new QueueCommand.ForgetJob(QUEUE, JOB),
                new QueueCommand.WithdrawTasks(QUEUE, JOB, List.of(new QueuedTask(0, 1, 50))),
                new QueueCommand.AdmitWorkers(QUEUE, JOB, Set.of(), Map.of()),
                new QueueCommand.ReprioritizeJob(QUEUE, JOB, 7),
                take(JOB, 0, ANNA),
                QueueTrial.free(JOB, 0, ANNA, Duration.ZERO),
                QueueTrial.decline(JOB, 0, ANNA),
                refresh(),
                QueueTrial.expire(),
                new QueueCommand.FillWindow(QUEUE),
                new QueueCommand.MeasureQueue(QUEUE));
    }

    @Test
    void nothing_goes_out_before_the_topic_is_there() {
        var trial = new QueueTrial().awake(ANNA).when(enqueue(JOB, 0));
        assertThat(trial.sent()).isEmpty();
        assertThat(trial.when(new QueueCommand.QueueReady(QUEUE)).sent()).containsExactly("1/0#1");
        assertThat(trial.when(new QueueCommand.QueueReady(QUEUE)).events).isEmpty();
    }

    @Test
    void a_dispatch_travels_on_the_topic() {
        var trial = given(ANNA).when(enqueue(JOB, 0));
        assertThat(trial.effects(Effect.Dispatch.class))
                .containsExactly(new Effect.Dispatch(new Dispatch(QUEUE, new TaskKey(JOB, 0), 1)));
    }

    @Test
    void the_urgent_job_comes_first_then_the_urgent_task_then_the_older_job_then_as_authored() {
        var old = START.minusSeconds(60);
        var trial = given().and(enqueue(job(9), 50, START, new QueuedTask(0, 1, 50)))
                .and(enqueue(job(8), 50, old, new QueuedTask(1, 1, 50), new QueuedTask(0, 1, 50)))
                .and(enqueue(job(7), 50, START, new QueuedTask(3, 1, 90), new QueuedTask(2, 1, 10)))
                .and(enqueue(job(6), 51, START, new QueuedTask(5, 1, 1)))
                .and(enqueue(job(5), 50, START, new QueuedTask(0, 1, 50)));
        for (int each = 1; each <= 7; each++) {
            trial.awake(worker(each));
        }
        assertThat(trial.when(refresh()).sent())
                .containsExactly("6/5#1", "7/3#1", "8/0#1", "8/1#1", "5/0#1", "9/0#1", "7/2#1");
    }

    @Test
    void an_urgent_job_overtakes_whatever_waits() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1, 2), take(JOB, 0, ANNA));
        trial.and(enqueue(OTHER, 90, START, new QueuedTask(0, 1, 50)));
        assertThat(trial.awake(BERT).when(refresh()).sent()).containsExactly("2/0#1");
    }

    @Test
    void a_job_that_becomes_urgent_overtakes_too() {
        var trial = given().and(enqueue(JOB, 0), enqueue(OTHER, 0));
        trial.when(new QueueCommand.ReprioritizeJob(QUEUE, OTHER, 51));
        assertThat(trial.awake(ANNA).when(refresh()).sent()).containsExactly("2/0#1");
        assertThat(trial.when(new QueueCommand.ReprioritizeJob(QUEUE, OTHER, 51)).events)
                .isEmpty();
    }

    @Test
    void a_second_delivery_of_tasks_changes_nothing() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1));
        assertThat(trial.when(enqueue(JOB, 0, 1)).events).isEmpty();
    }

    @Test
    void a_newer_attempt_replaces_an_older_one_and_not_the_other_way_round() {
        var trial = given().and(enqueue(JOB, 50, START, new QueuedTask(0, 2, 50)));
        assertThat(trial.when(enqueue(JOB, 50, START, new QueuedTask(0, 1, 50))).events)
                .isEmpty();
        trial.and(enqueue(JOB, 50, START, new QueuedTask(0, 3, 50)));
        assertThat(trial.awake(ANNA, BERT).when(refresh()).sent()).containsExactly("1/0#3");
        assertThat(trial.when(enqueue(JOB, 50, START, new QueuedTask(0, 4, 50))).sent())
                .containsExactly("1/0#4");
        assertThat(trial.queue().outCount()).isEqualTo(1);
    }

    @Test
    void the_same_attempt_is_corrected_while_it_waits() {
        var trial = given().and(enqueue(JOB, 0)).and(QueueTrial.avoiding(enqueue(JOB, 0), ANNA));
        assertThat(trial.awake(ANNA).when(refresh()).sent()).isEmpty();
        assertThat(trial.awake(BERT).when(refresh()).sent()).containsExactly("1/0#1 to 2");
        assertThat(trial.when(enqueue(JOB, 0)).events)
                .as("once it is out it is not")
                .isEmpty();
    }

    @Test
    void a_job_that_is_dequeued_leaves_nothing_behind_but_what_runs() {
        var trial = given(ANNA, BERT, CLEO)
                .and(enqueue(JOB, 0, 1, 2, 3), take(JOB, 0, ANNA))
                .and(QueueTrial.avoiding(enqueue(JOB, 4), CLEO))
                .and(enqueue(OTHER, 0, 1));
        trial.when(new QueueCommand.DequeueJob(QUEUE, JOB));
        assertThat(trial.sent()).as("its place is taken at once").containsExactly("2/0#1", "2/1#1");
        assertThat(QueueTrial.keys(trial.queue().parts())).noneMatch(part -> part.startsWith("entry/" + JOB));
        assertThat(trial.queue().runningCount()).isEqualTo(1);
        assertThat(trial.when(new QueueCommand.DequeueJob(QUEUE, JOB)).events).isEmpty();
    }

    @Test
    void what_goes_out_at_once_is_cut_into_decisions() {
        var trial = given();
        IntStream.range(0, 2_500).forEach(each -> trial.awake(worker(each)));
        int[] indices = IntStream.range(0, 2_500).toArray();
        trial.when(enqueue(JOB, indices));
        assertThat(trial.sent()).hasSize(2_500);
        var waiting = given().and(enqueue(JOB, indices));
        var cut = (Decision.Accepted) QueueDecider.decide(
                waiting.queue(), trial.roster, new QueueCommand.FillWindow(QUEUE), START, Rules.DEFAULT);
        assertThat(cut.effects().stream().filter(Effect.Dispatch.class::isInstance))
                .hasSize(Filling.MOST);
        assertThat(cut.effects()).contains(new Effect.Tell(new QueueCommand.FillWindow(QUEUE)));
    }

    @Test
    void the_start_of_a_task_removes_it_and_occupies_its_worker() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1)).when(take(JOB, 0, ANNA));
        assertThat(trial.sent()).isEmpty();
        assertThat(List.of(
                        trial.queue().waitingCount(),
                        trial.queue().outCount(),
                        trial.queue().runningCount()))
                .containsExactly(1, 0, 1);
        assertThat(trial.when(take(JOB, 0, ANNA)).events)
                .as("a second delivery")
                .isEmpty();
    }

    @Test
    void a_newer_run_of_a_worker_replaces_the_one_whose_end_is_not_known_yet() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1), enqueue(OTHER, 0));
        trial.and(take(JOB, 0, ANNA), take(JOB, 1, ANNA));
        assertThat(trial.queue().runningCount()).isEqualTo(1);
        var late = QueueTrial.free(JOB, 0, ANNA, Duration.ofSeconds(9));
        assertThat(trial.when(late).events).isEmpty();
        assertThat(trial.when(QueueTrial.free(JOB, 1, ANNA, Duration.ofSeconds(9)))
                        .sent())
                .containsExactly("2/0#1");
    }

    @Test
    void what_is_withdrawn_goes_out_no_more_and_makes_room_when_it_was_out() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1, 2));
        var withdrawal =
                new QueueCommand.WithdrawTasks(QUEUE, JOB, List.of(new QueuedTask(0, 1, 50), new QueuedTask(1, 1, 50)));

        assertThat(trial.when(withdrawal).sent()).containsExactly("1/2#1");
        assertThat(trial.when(withdrawal).events).isEmpty();
    }

    @Test
    void a_late_withdrawal_leaves_a_newer_attempt_alone() {
        var trial = given().and(enqueue(JOB, 50, START, new QueuedTask(0, 2, 50)));

        trial.when(new QueueCommand.WithdrawTasks(QUEUE, JOB, List.of(new QueuedTask(0, 1, 50))));

        assertThat(trial.queue().waitingCount()).isEqualTo(1);
    }

    @Test
    void a_job_that_has_gone_to_other_queues_leaves_neither_tasks_nor_runs() {
        var trial = given(ANNA).and(enqueue(JOB, 0, 1), take(JOB, 0, ANNA), enqueue(OTHER, 0));

        assertThat(trial.when(new QueueCommand.ForgetJob(QUEUE, JOB)).sent()).containsExactly("2/0#1");
        assertThat(trial.queue().runningCount()).isZero();
        assertThat(trial.queue().waitingCount()).isZero();
    }
}
