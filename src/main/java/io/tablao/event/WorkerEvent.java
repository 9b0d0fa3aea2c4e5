// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to a worker. */
public sealed interface WorkerEvent extends Event {

    WorkerId worker();

    @Override
    default EntityKey entity() {
        return EntityKey.of(worker());
    }

    /**
     * The worker is in a new session.
     *
     * @param profile with the tags that it carries
     * @param status awake, or asleep, if it was to be
     */
    @Version(2)
    record WorkerSignedOn(WorkerId worker, SessionId session, WorkerProfile profile, Instant at, WorkerStatus status)
            implements WorkerEvent {
        // Absent from version 1, which knew no other.
        public WorkerSignedOn {
            status = status == null ? WorkerStatus.AWAKE : status;
        }
    }

    record WorkerSignedOff(WorkerId worker, SessionId session, Instant at) implements WorkerEvent {}

    /** The worker was silent for too long and is in error; its tasks go back. */
    record WorkerLost(WorkerId worker, SessionId session, Instant lastSeen) implements WorkerEvent {}

    record WorkerStatusChanged(WorkerId worker, WorkerStatus from, WorkerStatus to, String reason)
            implements WorkerEvent {}

    /** Now and then, while the worker lives. */
    record WorkerSeen(WorkerId worker, Instant at) implements WorkerEvent {}

    /**
     * The worker is to go to a status, instead of any that it was to go to before.
     *
     * @param lazy whether it may end its current task first
     */
    record WorkerStatusRequested(WorkerId worker, WorkerStatus status, boolean lazy, String reason)
            implements WorkerEvent {}

    /** The worker has the status that it was to go to, or is not to go there any more. */
    record WorkerStatusRequestEnded(WorkerId worker) implements WorkerEvent {}

    /** @param tags all that it carries now */
    record WorkerTagsChanged(WorkerId worker, Set<String> tags) implements WorkerEvent {
        public WorkerTagsChanged {
            tags = Set.copyOf(tags);
        }
    }

    /** @param nextChange when it is to be followed next; null: nothing will change */
    record SleepScheduleSet(
            WorkerId worker,
            SleepSchedule schedule,
            @Nullable Instant nextChange) implements WorkerEvent {}

    /** The sleep schedule had come to a change. */
    record SleepScheduleFollowed(WorkerId worker, @Nullable Instant nextChange) implements WorkerEvent {}

    /** Nobody knows the worker any more. */
    record WorkerDeleted(WorkerId worker, String reason) implements WorkerEvent {}

    /** A worker that speaks HTTP is known; it is offline. */
    record WorkerRegistered(WorkerId worker, SessionId session, WorkerProfile profile, Instant at)
            implements WorkerEvent {}

    /** Bookkeeping about workers that speak HTTP, which stays inside the scheduler. */
    sealed interface Internal extends WorkerEvent {
        @Override
        default boolean published() {
            return false;
        }
    }

    record SecretKept(WorkerId worker, String secretHash) implements Internal {}

    /** The worker waits for a task. */
    record WaitBegun(WorkerId worker, Caller caller, Instant until) implements Internal {}

    record WaitEnded(WorkerId worker) implements Internal {}

    /**
     * How it stands between the worker and an attempt, instead of any before.
     *
     * @param logChunks how many chunks of its log there are
     */
    record AttemptHeld(WorkerId worker, SessionId session, TaskKey task, int attempt, HoldStage stage, int logChunks)
            implements Internal {}

    /** The attempt that it held is void. */
    record HoldLost(WorkerId worker) implements Internal {}
}
