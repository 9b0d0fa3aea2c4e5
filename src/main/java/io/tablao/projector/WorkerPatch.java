// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.WorkerEvent.WorkerSignedOn;
import io.tablao.model.RequestedStatus;
import io.tablao.model.SleepSchedule;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one batch changes of a worker's rows; null leaves a column as it is. */
final class WorkerPatch {

    /** A sleep schedule with its next change, if there is one. */
    record Schedule(SleepSchedule schedule, @Nullable Instant nextChange) {}

    /** The next change of a schedule that was set before; null: there is none. */
    record NextChange(@Nullable Instant at) {}

    /** What the worker is to go to; null: nothing is asked for any more. */
    record Request(@Nullable RequestedStatus status) {}

    final WorkerId worker;

    /** Whether the rows that there were are gone, before anything else. */
    final boolean deleted;

    /** The last sign-on, which replaces what the worker says of itself. */
    @Nullable
    WorkerSignedOn signOn;

    @Nullable
    WorkerStatus status;

    @Nullable
    String reason;

    @Nullable
    Instant lastSeen;

    @Nullable
    Request request;

    @Nullable
    Set<String> tags;

    @Nullable
    Schedule schedule;

    /** Of a schedule that was set in an earlier batch. */
    @Nullable
    NextChange nextChange;

    WorkerPatch(WorkerId worker) {
        this(worker, false);
    }

    private WorkerPatch(WorkerId worker, boolean deleted) {
        this.worker = worker;
        this.deleted = deleted;
    }

    static WorkerPatch deleted(WorkerId worker) {
        return new WorkerPatch(worker, true);
    }

    void signedOn(WorkerSignedOn how) {
        signOn = how;
        tags = how.profile().tags();
        changed(how.status(), "", how.at());
    }

    void changed(WorkerStatus to, String why, @Nullable Instant seen) {
        status = to;
        reason = why;
        if (seen != null) {
            lastSeen = seen;
        }
    }

    void followed(@Nullable Instant next) {
        Schedule set = schedule;
        if (set == null) {
            nextChange = new NextChange(next);
        } else {
            schedule = new Schedule(set.schedule(), next);
        }
    }
}
