// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.ANNA;
import static io.tablao.scheduler.queue.QueueTrial.BERT;
import static io.tablao.scheduler.queue.QueueTrial.CLEO;
import static io.tablao.scheduler.queue.QueueTrial.JOB;
import static io.tablao.scheduler.queue.QueueTrial.OTHER;
import static io.tablao.scheduler.queue.QueueTrial.QUEUE;
import static io.tablao.scheduler.queue.QueueTrial.START;
import static io.tablao.scheduler.queue.QueueTrial.avoiding;
import static io.tablao.scheduler.queue.QueueTrial.decline;
import static io.tablao.scheduler.queue.QueueTrial.enqueue;
import static io.tablao.scheduler.queue.QueueTrial.expire;
import static io.tablao.scheduler.queue.QueueTrial.free;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.member;
import static io.tablao.scheduler.queue.QueueTrial.refresh;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Command;
import io.tablao.event.JobCommand;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuedTask;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Effect;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks that somebody may not run go to one worker at a time; what nobody takes does not lie about for ever. */
class OfferTest {

    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void a_task_that_a_worker_must_not_run_is_offered_to_another_through_its_inbox() {
        var trial = given(ANNA, BERT).when(avoiding(enqueue(JOB, 0), ANNA));
        assertThat(trial.sent()).containsExactly("1/0#1 to 2");
        assertThat(trial.effects(Effect.Dispatch.class)).isEmpty();
        assertThat(trial.effects(Effect.Notify.class))
                .containsExactly(new Effect.Notify(new Notice.Offered(
                        BERT,
                        member(BERT, WorkerStatus.AWAKE).session(),
                        QUEUE,
                        new TaskKey(JOB, 0),
                        1,
                        START.plusSeconds(30))));
    }

    @Test
    void while_nobody_may_have_it_what_comes_after_it_goes_out() {
        var urgent = avoiding(enqueue(JOB, 90, START, new QueuedTask(0, 1, 50)), ANNA);
        var trial = given(ANNA).and(urgent);
        assertThat(trial.when(enqueue(OTHER, 0)).sent()).containsExactly("2/0#1");
    }

    @Test
    void a_worker_gets_one_offer_at_a_time() {
        var trial = given(ANNA, BERT, CLEO).when(avoiding(enqueue(JOB, 0, 1, 2), ANNA));
        assertThat(trial.sent()).containsExactly("1/0#1 to 2", "1/1#1 to 3");
        assertThat(trial.when(take(JOB, 0, BERT)).sent()).as("he is busy").isEmpty();
        assertThat(trial.when(free(JOB, 0, BERT, LONG)).sent()).containsExactly("1/2#1 to 2");
    }

    @Test
    void a_worker_that_runs_a_task_of_the_queue_is_not_asked() {
        var trial = given(ANNA, BERT, CLEO).and(enqueue(OTHER, 0), take(OTHER, 0, BERT));
        assertThat(trial.when(avoiding(enqueue(JOB, 0), ANNA)).sent()).containsExactly("1/0#1 to 3");
    }

    @Test
    void a_declined_offer_goes_to_the_next_and_when_all_have_declined_it_waits() {
        var trial = given(ANNA, BERT, CLEO).and(avoiding(enqueue(JOB, 0), ANNA));
        assertThat(trial.when(decline(JOB, 0, BERT)).sent()).containsExactly("1/0#1 to 3");
        assertThat(trial.when(decline(JOB, 0, CLEO)).sent()).isEmpty();
        assertThat(trial.queue().waitingCount()).isEqualTo(1);
    }

    @Test
    void those_who_declined_are_asked_again_when_a_slot_becomes_free() {
        var trial = given(ANNA, BERT).and(enqueue(OTHER, 0), take(OTHER, 0, ANNA));
        trial.and(avoiding(enqueue(JOB, 0), ANNA), decline(JOB, 0, BERT));
        assertThat(trial.when(free(OTHER, 0, ANNA, LONG)).sent()).containsExactly("1/0#1 to 2");
    }

    @Test
    void those_who_declined_are_asked_again_when_the_roster_changes_or_the_timer_fires() {
        var trial = given(ANNA, BERT).and(avoiding(enqueue(JOB, 0), ANNA), decline(JOB, 0, BERT));
        assertThat(trial.when(refresh()).sent()).containsExactly("1/0#1 to 2");
        trial.and(decline(JOB, 0, BERT));
        assertThat(trial.when(expire()).sent()).containsExactly("1/0#1 to 2");
    }

    @Test
    void only_the_worker_that_has_the_offer_declines_it() {
        var trial = given(ANNA, BERT, CLEO).and(avoiding(enqueue(JOB, 0), ANNA), enqueue(OTHER, 0));
        assertThat(trial.when(decline(JOB, 0, CLEO)).events).isEmpty();
        assertThat(trial.when(decline(OTHER, 0, CLEO)).events).as("a dispatch").isEmpty();
        assertThat(trial.when(decline(JOB, 7, BERT)).events).as("nothing").isEmpty();
    }

    @Test
    void the_offer_of_a_worker_that_is_gone_goes_to_another() {
        var trial = given(ANNA, BERT, CLEO).and(avoiding(enqueue(JOB, 0), ANNA));
        assertThat(trial.lost(BERT).when(refresh()).sent()).containsExactly("1/0#1 to 3");
    }

    @Test
    void an_offer_that_is_not_taken_expires_and_its_job_is_told() {
        var trial = given(ANNA, BERT).and(avoiding(enqueue(JOB, 0), ANNA));
        assertThat(trial.after(Duration.ofSeconds(29)).when(expire()).told()).isEmpty();
        trial.after(Duration.ofSeconds(1)).when(expire());
        assertThat(trial.events(QueueEvent.DispatchExpired.class))
                .containsExactly(new QueueEvent.DispatchExpired(QUEUE, new TaskKey(JOB, 0), 1));
        assertThat(trial.told()).containsExactly(expireAttempt(0));
        assertThat(trial.queue().outCount()).isZero();
    }

    @Test
    void the_next_attempt_is_offered_to_the_next_worker() {
        var trial = given(ANNA, BERT, CLEO).and(avoiding(enqueue(JOB, 0), ANNA));
        trial.after(Duration.ofSeconds(30)).and(expire());
        var again = avoiding(enqueue(JOB, 50, START, new QueuedTask(0, 2, 50)), ANNA);
        assertThat(trial.when(again).sent()).containsExactly("1/0#2 to 3");
    }

    @Test
    void a_dispatch_that_kafka_gives_to_nobody_any_more_is_void_at_once_and_its_job_is_told_once() {
        var trial = given(ANNA).and(enqueue(JOB, 0));
        assertThat(trial.when(lost(1)).told()).containsExactly(expireAttempt(0));
        assertThat(trial.events(QueueEvent.DispatchExpired.class))
                .containsExactly(new QueueEvent.DispatchExpired(QUEUE, new TaskKey(JOB, 0), 1));

        assertThat(trial.when(lost(1)).events).isEmpty();
    }

    @Test
    void a_dispatch_is_not_lost_once_it_was_taken_or_made_anew_or_is_offered() {
        var taken = given(ANNA).and(enqueue(JOB, 0), take(JOB, 0, ANNA));
        assertThat(taken.when(lost(1)).events).isEmpty();

        var anew = given(ANNA).and(enqueue(JOB, 0));
        assertThat(anew.when(lost(0)).events).isEmpty();

        var offered = given(ANNA, BERT).and(avoiding(enqueue(JOB, 0), ANNA));
        assertThat(offered.when(lost(1)).events).isEmpty();
    }

    private static QueueCommand lost(int attempt) {
        return new QueueCommand.DispatchLost(QUEUE, new TaskKey(JOB, 0), attempt);
    }

    @Test
    void a_dispatch_that_nobody_takes_expires_while_a_worker_is_free() {
        var trial = given(ANNA).and(enqueue(JOB, 0));
        assertThat(trial.after(Duration.ofSeconds(59)).when(expire()).told()).isEmpty();
        assertThat(trial.after(Duration.ofSeconds(1)).when(expire()).told()).containsExactly(expireAttempt(0));
    }

    @Test
    void a_dispatch_waits_as_long_as_nobody_is_free() {
        var trial = given(ANNA, BERT).and(enqueue(JOB, 0, 1, 2), take(JOB, 0, ANNA));
        trial.lost(BERT).and(refresh());
        assertThat(trial.after(Duration.ofHours(3)).when(expire()).told()).isEmpty();
        trial.and(free(JOB, 0, ANNA, LONG));
        assertThat(trial.when(expire()).told()).containsExactly(expireAttempt(1));
    }

    @Test
    void the_timer_goes_round_while_there_is_something_in_the_queue() {
        var trial = given(ANNA).when(enqueue(JOB, 0));
        assertThat(trial.effects(Effect.SetTimer.class))
                .contains(new Effect.SetTimer("queue:blender expire", START.plusSeconds(10), expire()));
        assertThat(trial.when(enqueue(JOB, 1)).effects(Effect.SetTimer.class))
                .as("it runs already")
                .isEmpty();
        trial.after(Duration.ofSeconds(10)).when(expire());
        assertThat(trial.effects(Effect.SetTimer.class))
                .containsExactly(new Effect.SetTimer("queue:blender expire", START.plusSeconds(20), expire()));
        trial.and(take(JOB, 0, ANNA), free(JOB, 0, ANNA, LONG), take(JOB, 1, ANNA));
        assertThat(trial.when(expire()).effects(Effect.SetTimer.class)).isEmpty();
    }

    private static Command expireAttempt(int index) {
        return new JobCommand.ExpireAttempt(new TaskKey(JOB, index), 1);
    }

    @Test
    void who_is_admitted_again_gets_what_waits_unless_it_failed_that_itself() {
        var trial = given(ANNA).and(avoiding(enqueue(JOB, 0, 1), ANNA), avoiding(enqueue(OTHER, 0), ANNA));
        var admission = new QueueCommand.AdmitWorkers(QUEUE, JOB, Set.of(), Map.of(0, Set.of(ANNA, BERT)));

        assertThat(trial.when(admission).sent()).containsExactly("1/1#1");
        assertThat(trial.when(admission).events).isEmpty();
        assertThat(trial.queue().entries().find(JOB, 0).avoid()).containsExactly(ANNA);
    }

    @Test
    void who_stays_blocked_is_still_to_be_avoided() {
        var trial = given(ANNA).and(avoiding(enqueue(JOB, 0), ANNA, BERT));

        assertThat(trial.when(new QueueCommand.AdmitWorkers(QUEUE, JOB, Set.of(ANNA), Map.of()))
                        .sent())
                .isEmpty();
        assertThat(trial.queue().entries().find(JOB, 0).avoid()).containsExactly(ANNA);
    }
}
