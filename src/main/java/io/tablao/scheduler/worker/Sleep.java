// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.WorkerEvent;
import io.tablao.model.RequestedStatus;
import io.tablao.model.SleepSchedule;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker's sleep schedule: at each change it asks for the status that is due, as a person would. In between people may ask
 * for what they like; it lasts until the next change.
 */
final class Sleep {

    private Sleep() {}

    static Decision set(WorkerCase worker, SleepSchedule schedule) {
        var state = worker.worker();
        Instant next = schedule.active() ? nextChange(worker, schedule) : null;
        worker.event(new WorkerEvent.SleepScheduleSet(state.worker(), schedule, next))
                .effect(WorkerTimers.schedule(state.worker(), next));
        return schedule.active() ? obey(worker, schedule) : worker.accepted();
    }

    static Decision follow(WorkerCase worker) {
        var state = worker.worker();
        SleepSchedule schedule = state.schedule();
        Instant due = state.scheduleDue();
        if (schedule == null || due == null) {
            return Decision.NOTHING;
        }
        if (due.isAfter(worker.now())) {
            return worker.effect(WorkerTimers.schedule(state.worker(), due)).accepted();
        }
        Instant next = nextChange(worker, schedule);
        worker.event(new WorkerEvent.SleepScheduleFollowed(state.worker(), next))
                .effect(WorkerTimers.schedule(state.worker(), next));
        return obey(worker, schedule);
    }

    private static @Nullable Instant nextChange(WorkerCase worker, SleepSchedule schedule) {
        return schedule.nextChange(worker.now(), worker.rules().zone()).orElse(null);
    }

    private static Decision obey(WorkerCase worker, SleepSchedule schedule) {
        var state = worker.worker();
        RequestedStatus requested = state.requested();
        WorkerStatus due =
                schedule.asleepAt(worker.now(), worker.rules().zone()) ? WorkerStatus.ASLEEP : WorkerStatus.AWAKE;
        boolean goes = requested != null && !WorkerCase.isRest(requested.status());
        // One in error is left alone, and so is one that somebody has sent away or told to restart.
        if (state.status() == WorkerStatus.ERROR || goes || worker.destination() == due) {
            return worker.accepted();
        }
        if (state.status() == due) {
            return StatusChanges.withdraw(worker);
        }
        return worker.event(
                        new WorkerEvent.WorkerStatusRequested(state.worker(), due, false, "Its sleep schedule says so"))
                .changeStatus(due, false)
                .accepted();
    }
}
