// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.EntityKey;
import io.tablao.event.WorkerCommand;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import java.time.Duration;
import java.time.Instant;

/** The one timer of a worker: it fires when the worker has been silent for too long. */
final class WorkerTimers {

    /** How often it is written down that a worker lives. */
    static final Duration SEEN_EVERY = Duration.ofSeconds(30);

    private WorkerTimers() {}

    static Effect.SetTimer unseen(WorkerId worker, SessionId session, Instant at) {
        return new Effect.SetTimer(unseenKey(worker), at, new WorkerCommand.CheckWorker(worker, session));
    }

    static String unseenKey(WorkerId worker) {
        return EntityKey.of(worker) + " unseen";
    }
}
