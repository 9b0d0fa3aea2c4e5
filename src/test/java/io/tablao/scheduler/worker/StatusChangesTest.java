// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.model.WorkerStatus.ASLEEP;
import static io.tablao.model.WorkerStatus.AWAKE;
import static io.tablao.model.WorkerStatus.ERROR;
import static io.tablao.model.WorkerStatus.OFFLINE;
import static io.tablao.model.WorkerStatus.RESTART;
import static io.tablao.scheduler.worker.WorkerTrial.ANNA;
import static io.tablao.scheduler.worker.WorkerTrial.FIRST;
import static io.tablao.scheduler.worker.WorkerTrial.PROFILE;
import static io.tablao.scheduler.worker.WorkerTrial.SECOND;
import static io.tablao.scheduler.worker.WorkerTrial.heartbeat;
import static io.tablao.scheduler.worker.WorkerTrial.report;
import static io.tablao.scheduler.worker.WorkerTrial.request;
import static io.tablao.scheduler.worker.WorkerTrial.requestLazily;
import static io.tablao.scheduler.worker.WorkerTrial.signOff;
import static io.tablao.scheduler.worker.WorkerTrial.signOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.WorkerCommand;
import io.tablao.model.RequestedStatus;
import io.tablao.model.WorkerProfile;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker is put to sleep, woken, sent away, told to restart, and deleted. Each row is a sentence about that. */
class StatusChangesTest {

    private final WorkerTrial anna = new WorkerTrial().given(signOn(FIRST));

    @Test
    void a_status_can_be_asked_for_at_once_or_after_the_current_task() {
        anna.when(requestLazily(ASLEEP)).then("is to be asleep after her task", "she hears: asleep after the task");
        anna.when(request(ASLEEP)).then("is to be asleep", "she hears: asleep");
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
    }

    @Test
    void a_request_is_fulfilled_when_the_worker_reports_it() {
        anna.given(requestLazily(ASLEEP))
                .when(report(ASLEEP))
                .then("awake → asleep", "nothing asked any more", "shards hear: asleep");
        anna.when(report(ASLEEP)).then();
    }

    @Test
    void a_sleeping_worker_is_woken() {
        anna.given(request(ASLEEP), report(ASLEEP));
        anna.when(request(AWAKE)).then("is to be awake", "she hears: awake");
        anna.when(report(AWAKE)).then("asleep → awake", "nothing asked any more", "shards hear: awake");
    }

    @Test
    void a_newer_request_replaces_an_older_one() {
        anna.given(requestLazily(ASLEEP)).when(request(OFFLINE)).then("is to be offline", "she hears: offline");
        anna.when(report(ASLEEP)).then("awake → asleep", "shards hear: asleep", "she hears: offline");
    }

    @Test
    void asking_for_the_present_status_takes_a_request_back() {
        anna.given(requestLazily(ASLEEP))
                .when(request(AWAKE))
                .then("nothing asked any more", "she hears: awake after the task");
        anna.when(request(AWAKE)).then();
        assertThat(anna.worker().requested()).isNull();
    }

    @Test
    void the_same_request_twice_is_said_twice_and_happens_once() {
        anna.given(request(ASLEEP)).when(request(ASLEEP)).then("she hears: asleep");
    }

    @Test
    void a_request_that_was_not_heard_is_said_again_with_each_heartbeat() {
        anna.given(request(ASLEEP)).when(heartbeat(FIRST)).then("she hears: asleep");
        anna.given(report(ASLEEP)).when(heartbeat(FIRST)).then();
    }

    @Test
    void a_worker_may_change_its_status_by_itself() {
        anna.when(report(ASLEEP)).then("awake → asleep", "shards hear: asleep");
    }

    @Test
    void a_worker_that_was_put_to_sleep_comes_back_asleep() {
        anna.given(request(ASLEEP), report(ASLEEP))
                .when(signOff(FIRST))
                .then("signed off", "is to be asleep", "shards hear: offline");
        anna.when(signOn(SECOND))
                .then(
                        "signed on, asleep",
                        "nothing asked any more",
                        "shards hear: asleep",
                        "queue misc",
                        "she hears: signed on, asleep");
    }

    @Test
    void a_sleeping_worker_whose_process_was_killed_comes_back_asleep() {
        anna.given(request(ASLEEP), report(ASLEEP))
                .when(signOn(SECOND))
                .then(
                        "signed on, asleep",
                        "shards hear: asleep",
                        "she hears: session over",
                        "queue misc",
                        "she hears: signed on, asleep");
    }

    @Test
    void a_sleeping_worker_that_was_lost_is_asleep_when_it_is_heard_of_again() {
        anna.given(request(ASLEEP), report(ASLEEP)).after(Duration.ofMinutes(2));
        anna.then("lost", "is to be asleep", "shards hear: error");
        anna.when(heartbeat(FIRST))
                .then(
                        "error → asleep",
                        "nothing asked any more",
                        "shards hear: asleep",
                        "she hears: signed on, asleep");
    }

    @Test
    void what_is_asked_of_a_worker_that_is_offline_waits_for_its_sign_on() {
        anna.given(signOff(FIRST)).when(request(ASLEEP)).then("is to be asleep", "she hears: asleep");
        anna.given(signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(ASLEEP);
        assertThat(anna.worker().requested()).isNull();
    }

    @Test
    void a_worker_that_went_to_sleep_and_away_can_be_asked_to_come_back_awake() {
        anna.given(request(ASLEEP), report(ASLEEP), signOff(FIRST), request(AWAKE), signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
    }

    @Test
    void a_worker_that_is_put_offline_signs_off_and_that_is_all_that_was_asked() {
        anna.when(request(OFFLINE)).then("is to be offline", "she hears: offline");
        anna.when(signOff(FIRST)).then("signed off", "nothing asked any more", "shards hear: offline");
        anna.given(signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
    }

    @Test
    void a_worker_that_speaks_http_reports_that_it_goes_offline() {
        anna.given(request(OFFLINE))
                .when(report(OFFLINE))
                .then("signed off", "nothing asked any more", "shards hear: offline");
    }

    @Test
    void a_worker_that_is_to_be_offline_still_is_in_another_session() {
        anna.given(requestLazily(OFFLINE))
                .when(signOn(SECOND))
                .then(
                        "signed on, awake",
                        "shards hear: awake",
                        "she hears: session over",
                        "queue misc",
                        "she hears: signed on, awake",
                        "she hears: offline after the task");
        assertThat(anna.worker().requested()).isEqualTo(new RequestedStatus(OFFLINE, true));
    }

    @Test
    void a_worker_in_error_can_be_set_offline_since_nobody_is_there_to_go() {
        anna.given().after(Duration.ofMinutes(2));
        anna.when(request(OFFLINE)).then("signed off", "shards hear: offline");
        assertThat(anna.worker().lastSeen()).isEqualTo(WorkerTrial.START);
        anna.when(heartbeat(FIRST)).then("she hears: session over");
    }

    @Test
    void a_worker_in_error_is_revived_at_its_next_contact_whatever_that_is() {
        for (var contact : Set.of(heartbeat(FIRST), signOn(FIRST), report(AWAKE))) {
            var trial = WorkerTrial.recovered(ERROR, null).given(contact);
            assertThat(trial.worker().status()).as("after %s", contact).isEqualTo(AWAKE);
        }
    }

    @Test
    void a_request_outlasts_an_error() {
        anna.given(requestLazily(RESTART)).after(Duration.ofMinutes(2));
        anna.when(heartbeat(FIRST))
                .then(
                        "error → awake",
                        "shards hear: awake",
                        "she hears: signed on, awake",
                        "she hears: restart after the task");
    }

    @Test
    void a_worker_that_restarts_has_done_so_in_its_next_session() {
        anna.when(request(RESTART)).then("is to be restart", "she hears: restart");
        anna.given(signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
        assertThat(anna.worker().requested()).isNull();
    }

    @Test
    void a_sleeping_worker_that_restarts_goes_on_sleeping() {
        anna.given(report(ASLEEP), request(RESTART))
                .when(report(RESTART))
                .then("asleep → restart", "nothing asked any more", "is to be asleep", "shards hear: restart");
        anna.given(signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(ASLEEP);
    }

    @Test
    void a_worker_that_cannot_restart_is_not_asked_to() {
        var unable = new WorkerProfile("anna", "linux", "tablao 1", Set.of("misc"), Set.of(), false);
        new WorkerTrial()
                .given(new WorkerCommand.SignOnWorker(ANNA, FIRST, unable))
                .when(request(RESTART))
                .then("refused, UNABLE: Worker anna cannot restart by itself: it was not set up for that");
    }

    @Test
    void a_worker_that_is_not_there_cannot_restart() {
        anna.given(signOff(FIRST))
                .when(request(RESTART))
                .then("refused, CONFLICT: Expected to restart worker anna but it is offline");
    }

    @Test
    void a_request_is_remembered_over_a_recovery() {
        anna.given(requestLazily(ASLEEP));
        anna.recovers();
        anna.when(heartbeat(FIRST)).then("she hears: asleep after the task");
    }

    @Test
    void a_report_of_another_session_changes_nothing() {
        anna.given(signOn(SECOND))
                .when(report(ASLEEP))
                .then("refused, CONFLICT: Worker anna has begun another session", "she hears: session over");
    }

    @Test
    void a_worker_that_is_deleted_while_it_lives_is_told_so_and_may_come_back_as_a_new_one() {
        anna.given(request(ASLEEP), report(ASLEEP))
                .when(new WorkerCommand.DeleteWorker(ANNA))
                .then("deleted", "shards hear: gone", "she hears: session over");
        assertThat(anna.isForgotten()).isTrue();
        assertThat(anna.timers()).isEmpty();
        anna.when(heartbeat(FIRST)).then("refused, NOT_FOUND: There is no worker " + ANNA, "she hears: session over");
        anna.when(new WorkerCommand.DeleteWorker(ANNA)).then("refused, NOT_FOUND: There is no worker " + ANNA);
        anna.given(signOn(SECOND));
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
        assertThat(anna.worker().profile()).isEqualTo(PROFILE);
    }

    @Test
    void a_worker_that_is_away_for_ninety_days_is_forgotten() {
        anna.given(signOff(FIRST)).after(Duration.ofDays(90).minusSeconds(1));
        assertThat(anna.isForgotten()).isFalse();
        anna.after(Duration.ofSeconds(1)).then("deleted", "shards hear: gone");
        assertThat(anna.isForgotten()).isTrue();
    }

    @Test
    void a_farm_that_was_off_for_a_summer_knows_its_workers_and_gives_them_a_day_to_return() {
        anna.given(signOff(FIRST)).at(anna.now().plus(Duration.ofDays(200)));
        anna.recovers().after(Duration.ofHours(23)).then();
        anna.after(Duration.ofHours(1)).then("deleted", "shards hear: gone");
    }

    @Test
    void a_worker_that_was_lost_for_good_is_forgotten_too_and_one_that_came_back_is_not() {
        anna.after(Duration.ofDays(91))
                .then("lost", "shards hear: error", "deleted", "shards hear: gone", "she hears: session over");

        var back = new WorkerTrial().given(signOn(FIRST), signOff(FIRST));
        back.after(Duration.ofDays(80));
        back.given(signOn(SECOND));
        for (int day = 0; day < 20; day++) {
            back.given(heartbeat(SECOND)).at(back.now().plus(Duration.ofDays(1)));
        }
        assertThat(back.timers()).containsOnlyKeys(WorkerTimers.unseenKey(ANNA));
    }
}
