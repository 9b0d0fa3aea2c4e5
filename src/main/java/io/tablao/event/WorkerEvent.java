// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Instant;

/** What happened to a worker. */
public sealed interface WorkerEvent extends Event {

    WorkerId worker();

    @Override
    default EntityKey entity() {
        return EntityKey.of(worker());
    }

    /** The worker is awake, in a new session. */
    record WorkerSignedOn(WorkerId worker, SessionId session, WorkerProfile profile, Instant at)
            implements WorkerEvent {}

    record WorkerSignedOff(WorkerId worker, SessionId session, Instant at) implements WorkerEvent {}

    /** The worker was silent for too long and is in error; its tasks go back. */
    record WorkerLost(WorkerId worker, SessionId session, Instant lastSeen) implements WorkerEvent {}

    record WorkerStatusChanged(WorkerId worker, WorkerStatus from, WorkerStatus to, String reason)
            implements WorkerEvent {}

    /** Now and then, while the worker lives. */
    record WorkerSeen(WorkerId worker, Instant at) implements WorkerEvent {}
}
