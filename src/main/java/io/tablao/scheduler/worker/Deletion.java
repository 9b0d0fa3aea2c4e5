// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Answer;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerEvent;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.time.Instant;

/**
 * How a worker is forgotten. Its tasks go back; where jobs still name it, among those who failed a task or are blocklisted,
 * that bars nobody else, and the same worker again if it comes back under its lasting id.
 */
final class Deletion {

    private Deletion() {}

    static Decision delete(WorkerCase worker, String reason) {
        var state = worker.worker();
        worker.answerWait(caller -> new Answer.Rejected(
                        caller.api(), caller.request(), new Refusal(Refusal.Kind.NOT_FOUND, "The worker was deleted")))
                .event(new WorkerEvent.WorkerDeleted(state.worker(), reason))
                .effect(new Effect.ForgetInEveryShard(state.worker()))
                .effect(new Effect.ClearTimer(WorkerTimers.unseenKey(state.worker())))
                .effect(new Effect.ClearTimer(WorkerTimers.scheduleKey(state.worker())))
                .effect(new Effect.ClearTimer(WorkerTimers.forgetKey(state.worker())));
        return state.status() == WorkerStatus.OFFLINE
                ? worker.accepted()
                : worker.end(state.session(), "The worker was deleted").accepted();
    }

    /** Lasting ids would pile up for ever, of machines that are long gone. */
    static Decision forget(WorkerCase worker) {
        var state = worker.worker();
        if (WorkerTransitions.watched(state.status())) {
            return Decision.NOTHING;
        }
        Instant due = state.lastSeen().plus(worker.rules().workerRetention());
        return due.isAfter(worker.now())
                ? worker.effect(WorkerTimers.forget(state.worker(), due)).accepted()
                : delete(
                        worker,
                        "It was away for " + worker.rules().workerRetention().toDays() + " days");
    }
}
