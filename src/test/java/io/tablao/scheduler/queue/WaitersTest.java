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
import static io.tablao.scheduler.queue.QueueTrial.free;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.member;
import static io.tablao.scheduler.queue.QueueTrial.refresh;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.QueueCommand;
import io.tablao.event.QueuedTask;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Anna and Bert speak HTTP here, and get a task when they wait for one, and only then; Cleo listens to Kafka. */
class WaitersTest {

    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void nothing_is_dispatched_for_a_worker_that_only_asks() {
        assertThat(asking().when(enqueue(JOB, 0)).sent()).isEmpty();
    }

    @Test
    void a_worker_that_waits_gets_the_next_task_at_once() {
        var trial = asking().and(await(ANNA));
        assertThat(trial.when(enqueue(JOB, 0, 1)).sent()).containsExactly("1/0#1 to 1");
        assertThat(trial.when(await(BERT)).sent()).containsExactly("1/1#1 to 2");
    }

    @Test
    void who_waits_longest_comes_first_and_the_urgent_task_goes_first() {
        var urgent = enqueue(OTHER, 90, START, new QueuedTask(0, 1, 50));
        var both = asking().and(await(BERT)).after(Duration.ofSeconds(1)).and(await(ANNA));
        assertThat(both.when(enqueue(JOB, 0)).sent()).containsExactly("1/0#1 to 2");
        assertThat(both.when(urgent).sent()).containsExactly("2/0#1 to 1");
    }

    @Test
    void one_wait_brings_one_task() {
        var trial = asking().and(await(ANNA));
        assertThat(trial.when(enqueue(JOB, 0, 1, 2)).sent()).containsExactly("1/0#1 to 1");
        trial.and(take(JOB, 0, ANNA));
        assertThat(trial.when(free(JOB, 0, ANNA, LONG)).sent()).isEmpty();
        assertThat(trial.when(await(ANNA)).sent()).containsExactly("1/1#1 to 1");
    }

    @Test
    void who_waits_is_free_even_while_the_news_of_its_last_run_is_on_its_way() {
        var trial = asking().and(await(ANNA), enqueue(JOB, 0, 1), take(JOB, 0, ANNA));
        assertThat(trial.when(await(ANNA)).sent()).containsExactly("1/1#1 to 1");
    }

    @Test
    void the_wait_ends_by_itself() {
        var trial = asking().and(await(ANNA)).after(Duration.ofSeconds(20));
        assertThat(trial.when(enqueue(JOB, 0)).sent()).isEmpty();
    }

    @Test
    void a_wait_of_a_session_that_the_roster_has_not_heard_of_counts_when_it_has() {
        var trial = given();
        trial.and(await(ANNA), enqueue(JOB, 0));
        trial.roster = trial.roster.with(speaksHttp(ANNA));
        assertThat(trial.when(refresh()).sent()).containsExactly("1/0#1 to 1");
    }

    @Test
    void a_worker_gets_nothing_that_it_must_not_run() {
        var trial = asking().and(await(ANNA));
        assertThat(trial.when(avoiding(enqueue(JOB, 0), ANNA)).sent()).isEmpty();
        assertThat(trial.when(await(BERT)).sent()).containsExactly("1/0#1 to 2");
        assertThat(trial.when(enqueue(OTHER, 0)).sent()).containsExactly("2/0#1 to 1");
    }

    @Test
    void who_declines_because_it_got_something_else_is_not_barred() {
        var trial = asking().and(await(ANNA), enqueue(JOB, 0));
        assertThat(trial.when(decline(JOB, 0, ANNA)).sent()).isEmpty();
        assertThat(trial.when(await(ANNA)).sent()).containsExactly("1/0#1 to 1");
    }

    @Test
    void who_listens_to_kafka_takes_the_rest_and_no_slot_is_counted_twice() {
        var trial = asking().awake(CLEO).and(await(ANNA));
        assertThat(trial.when(enqueue(JOB, 0, 1, 2)).sent()).containsExactly("1/0#1 to 1", "1/1#1");
        trial.and(take(JOB, 0, ANNA), take(JOB, 1, CLEO));
        assertThat(trial.when(free(JOB, 1, CLEO, LONG)).sent()).containsExactly("1/2#1");
        assertThat(trial.window().running()).isZero();
    }

    @Test
    void a_wait_is_taken_back_with_the_transaction() {
        var trial = asking().and(enqueue(OTHER, 0));
        trial.rollBack(await(ANNA));
        trial.and(await(ANNA)).rollBack(enqueue(JOB, 0));
        assertThat(trial.queue().waitingCount()).isZero();
    }

    /** Anna and Bert are awake, and ask over HTTP. */
    private static QueueTrial asking() {
        var trial = given();
        trial.roster = trial.roster.with(speaksHttp(ANNA)).with(speaksHttp(BERT));
        return trial;
    }

    private static Roster.Member speaksHttp(WorkerId worker) {
        Roster.Member usual = member(worker, WorkerStatus.AWAKE);
        return new Roster.Member(worker, usual.session(), usual.status(), usual.profile(), Roster.Link.HTTP);
    }

    private static QueueCommand await(WorkerId worker) {
        return new QueueCommand.AwaitTask(
                QUEUE, worker, member(worker, WorkerStatus.AWAKE).session(), START.plusSeconds(20));
    }
}
