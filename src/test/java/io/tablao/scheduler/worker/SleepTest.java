// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.model.WorkerStatus.ASLEEP;
import static io.tablao.model.WorkerStatus.AWAKE;
import static io.tablao.model.WorkerStatus.ERROR;
import static io.tablao.model.WorkerStatus.OFFLINE;
import static io.tablao.scheduler.worker.WorkerTrial.ANNA;
import static io.tablao.scheduler.worker.WorkerTrial.FIRST;
import static io.tablao.scheduler.worker.WorkerTrial.SECOND;
import static io.tablao.scheduler.worker.WorkerTrial.heartbeat;
import static io.tablao.scheduler.worker.WorkerTrial.report;
import static io.tablao.scheduler.worker.WorkerTrial.request;
import static io.tablao.scheduler.worker.WorkerTrial.signOff;
import static io.tablao.scheduler.worker.WorkerTrial.signOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.WorkerCommand;
import io.tablao.model.SleepSchedule;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker follows its sleep schedule: here it sleeps while an artist works at its machine. */
class SleepTest {

    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

    /** 09:00–18:00, every day; Amsterdam is an hour ahead of UTC, and two from 29 March 2026 on. */
    private static final SleepSchedule OFFICE =
            new SleepSchedule(true, Set.of(), LocalTime.of(9, 0), LocalTime.of(18, 0));

    private final WorkerTrial anna = WorkerTrial.recovered(AWAKE, null).in(AMSTERDAM);

    @Test
    void a_schedule_counts_from_when_it_is_set() {
        anna.at(at("2026-03-02T11:00:00Z"))
                .when(set(OFFICE))
                .then("schedule set, next change 2026-03-02T17:00:00Z", "is to be asleep", "she hears: asleep");
    }

    @Test
    void at_each_change_it_asks_for_what_is_due() {
        anna.at(at("2026-03-02T06:00:00Z")).when(set(OFFICE)).then("schedule set, next change 2026-03-02T08:00:00Z");
        forgetLiveness();
        anna.until(at("2026-03-02T08:00:00Z"))
                .then("schedule followed, next change 2026-03-02T17:00:00Z", "is to be asleep", "she hears: asleep");
        anna.given(report(ASLEEP));
        forgetLiveness();
        anna.until(at("2026-03-02T17:00:00Z"))
                .then("schedule followed, next change 2026-03-03T08:00:00Z", "is to be awake", "she hears: awake");
    }

    @Test
    void people_may_ask_for_something_else_until_the_next_change() {
        anna.at(at("2026-03-02T11:00:00Z")).given(set(OFFICE), report(ASLEEP), request(AWAKE), report(AWAKE));
        forgetLiveness();
        anna.until(at("2026-03-02T17:00:00Z")).then("schedule followed, next change 2026-03-03T08:00:00Z");
        assertThat(anna.worker().status()).isEqualTo(AWAKE);
    }

    @Test
    void it_takes_back_what_it_asked_when_that_is_over_before_it_was_heard() {
        anna.at(at("2026-03-02T11:00:00Z")).given(set(OFFICE));
        forgetLiveness();
        anna.until(at("2026-03-02T17:00:00Z"))
                .then(
                        "schedule followed, next change 2026-03-03T08:00:00Z",
                        "nothing asked any more",
                        "she hears: awake after the task");
    }

    @Test
    void a_worker_in_error_is_left_alone() {
        var lost = WorkerTrial.recovered(ERROR, null).in(AMSTERDAM).at(at("2026-03-02T11:00:00Z"));
        lost.when(set(OFFICE)).then("schedule set, next change 2026-03-02T17:00:00Z");
        lost.given(heartbeat(FIRST));
        assertThat(lost.worker().status()).isEqualTo(AWAKE);
    }

    @Test
    void a_worker_that_is_offline_comes_back_in_the_status_that_is_due() {
        var off = WorkerTrial.recovered(OFFLINE, null).in(AMSTERDAM).at(at("2026-03-02T06:00:00Z"));
        off.given(set(OFFICE));
        off.until(at("2026-03-02T12:00:00Z"))
                .then("schedule followed, next change 2026-03-02T17:00:00Z", "is to be asleep", "she hears: asleep");
        off.given(signOn(SECOND));
        assertThat(off.worker().status()).isEqualTo(ASLEEP);
    }

    @Test
    void somebody_who_sent_the_worker_away_is_not_overruled() {
        anna.at(at("2026-03-02T06:00:00Z")).given(set(OFFICE), request(OFFLINE));
        forgetLiveness();
        anna.until(at("2026-03-02T08:00:00Z")).then("schedule followed, next change 2026-03-02T17:00:00Z");
        assertThat(anna.worker().requested().status()).isEqualTo(OFFLINE);
    }

    @Test
    void a_schedule_that_is_switched_off_asks_for_nothing_any_more() {
        anna.at(at("2026-03-02T06:00:00Z")).given(set(OFFICE));
        anna.when(set(new SleepSchedule(false, Set.of(), LocalTime.of(9, 0), LocalTime.of(18, 0))))
                .then("schedule set, next change null");
        assertThat(anna.timers()).doesNotContainKey(WorkerTimers.scheduleKey(ANNA));
    }

    @Test
    void a_change_that_came_while_no_scheduler_ran_is_followed_at_once() {
        anna.at(at("2026-03-02T06:00:00Z")).given(set(OFFICE)).at(at("2026-03-02T12:00:00Z"));
        anna.recovers().until(at("2026-03-02T12:00:00Z"));
        anna.then("schedule followed, next change 2026-03-02T17:00:00Z", "is to be asleep", "she hears: asleep");
    }

    @Test
    void when_clocks_are_changed_the_time_on_the_wall_counts() {
        anna.at(at("2026-03-28T17:30:00Z")).when(set(OFFICE)).then("schedule set, next change 2026-03-29T07:00:00Z");
    }

    @Test
    void a_second_delivery_of_a_schedule_or_of_its_timer_asks_once() {
        anna.at(at("2026-03-02T11:00:00Z")).given(set(OFFICE));
        anna.when(set(OFFICE)).then("schedule set, next change 2026-03-02T17:00:00Z");
        anna.when(new WorkerCommand.FollowSleepSchedule(ANNA)).then();
    }

    @Test
    void a_worker_that_signs_off_keeps_its_schedule() {
        anna.at(at("2026-03-02T06:00:00Z")).given(set(OFFICE), signOff(FIRST), signOn(SECOND));
        assertThat(anna.worker().schedule()).isEqualTo(OFFICE);
        assertThat(anna.timers()).containsKey(WorkerTimers.scheduleKey(ANNA));
    }

    /** Here it is not about whether the worker lives. */
    private void forgetLiveness() {
        anna.timers().remove(WorkerTimers.unseenKey(ANNA));
    }

    private static WorkerCommand set(SleepSchedule schedule) {
        return new WorkerCommand.SetSleepSchedule(ANNA, schedule);
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }
}
