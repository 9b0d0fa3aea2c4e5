// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.RequestedStatus;
import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part of a worker. */
public sealed interface WorkerPart extends State {

    WorkerId worker();

    @Override
    default EntityKey entity() {
        return EntityKey.of(worker());
    }

    /**
     * A worker.
     *
     * @param profile with the tags that people have given it
     * @param lastSeen as far as it was written down; a recovering shard starts counting anew
     * @param requested the status that it is to go to; null: it has the one that it should have
     * @param schedule when it sleeps; null: nobody has said
     * @param scheduleDue when the schedule is to be followed next; null: it is not
     */
    @Version(2)
    record WorkerHead(
            WorkerId worker,
            SessionId session,
            WorkerProfile profile,
            WorkerStatus status,
            Instant lastSeen,
            @Nullable RequestedStatus requested,
            @Nullable SleepSchedule schedule,
            @Nullable Instant scheduleDue)
            implements WorkerPart {
        public WorkerHead withStatus(WorkerStatus next, Instant seen) {
            return with(profile, next, seen, requested, schedule, scheduleDue);
        }

        public WorkerHead withProfile(WorkerProfile next) {
            return with(next, status, lastSeen, requested, schedule, scheduleDue);
        }

        public WorkerHead withRequested(@Nullable RequestedStatus next) {
            return with(profile, status, lastSeen, next, schedule, scheduleDue);
        }

        public WorkerHead withSchedule(@Nullable SleepSchedule next, @Nullable Instant due) {
            return with(profile, status, lastSeen, requested, next, due);
        }

        private WorkerHead with(
                WorkerProfile profile,
                WorkerStatus status,
                Instant seen,
                @Nullable RequestedStatus requested,
                @Nullable SleepSchedule schedule,
                @Nullable Instant due) {
            return new WorkerHead(worker, session, profile, status, seen, requested, schedule, due);
        }

        @Override
        public String part() {
            return "head";
        }
    }

    /**
     * By what a worker that speaks HTTP is known.
     *
     * @param secretHash of its secret
     */
    record WorkerSecret(WorkerId worker, String secretHash) implements WorkerPart {
        @Override
        public String part() {
            return "secret";
        }
    }

    /**
     * The attempt that a worker that speaks HTTP has, or had last.
     *
     * @param logChunks how many chunks of its log there are
     */
    record WorkerHold(WorkerId worker, SessionId session, TaskKey task, int attempt, HoldStage stage, int logChunks)
            implements WorkerPart {
        @Override
        public String part() {
            return "hold";
        }
    }
}
