// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.EntityKey;
import io.tablao.event.WorkerCommand;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a worker: one fires when it has been silent for too long, one when its sleep schedule comes to a change,
 * one when it has been away for so long that it is forgotten, and one when it has waited for a task long enough.
 */
final class WorkerTimers {

    /** How often it is written down that a worker lives. */
    static final Duration SEEN_EVERY = Duration.ofSeconds(30);

    /** After a start nobody is forgotten before so much time has passed: the farm may have been off for a whole summer. */
    static final Duration TIME_TO_RETURN = Duration.ofDays(1);

    private WorkerTimers() {}

    static Effect.SetTimer unseen(WorkerId worker, SessionId session, Instant at) {
        return new Effect.SetTimer(unseenKey(worker), at, new WorkerCommand.CheckWorker(worker, session));
    }

    /** @param at null: the schedule asks for nothing any more */
    static Effect schedule(WorkerId worker, @Nullable Instant at) {
        return at == null
                ? new Effect.ClearTimer(scheduleKey(worker))
                : new Effect.SetTimer(scheduleKey(worker), at, new WorkerCommand.FollowSleepSchedule(worker));
    }

    static Effect.SetTimer forget(WorkerId worker, Instant at) {
        return new Effect.SetTimer(forgetKey(worker), at, new WorkerCommand.ForgetWorker(worker));
    }

    static Effect.SetTimer stopWaiting(WorkerId worker, UUID request, Instant at) {
        return new Effect.SetTimer(waitKey(worker), at, new WorkerCommand.StopWaiting(worker, request));
    }

    static String waitKey(WorkerId worker) {
        return EntityKey.of(worker) + " wait";
    }

    static String unseenKey(WorkerId worker) {
        return EntityKey.of(worker) + " unseen";
    }

    static String scheduleKey(WorkerId worker) {
        return EntityKey.of(worker) + " schedule";
    }

    static String forgetKey(WorkerId worker) {
        return EntityKey.of(worker) + " forget";
    }
}
