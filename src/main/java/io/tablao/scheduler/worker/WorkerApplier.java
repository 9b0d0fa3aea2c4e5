// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.State.WorkerHead;
import io.tablao.event.WorkerEvent;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Journal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The only place where a worker's entity changes. */
public final class WorkerApplier {

    private WorkerApplier() {}

    /**
     * @param state null before the worker's first {@link WorkerEvent.WorkerSignedOn} alone
     * @return the worker: the same one, or the one that was created, which is not rolled back but thrown away
     */
    public static WorkerState apply(@Nullable WorkerState state, WorkerEvent event, Journal journal) {
        if (state == null && event instanceof WorkerEvent.WorkerSignedOn on) {
            var worker = new WorkerState(head(on));
            journal.changed(worker.key(), "head", () -> {});
            return worker;
        }
        WorkerState worker = Objects.requireNonNull(state, "No worker for " + event);
        switch (event) {
            case WorkerEvent.WorkerSignedOn on -> worker.become(head(on), journal);
            case WorkerEvent.WorkerSignedOff off -> worker.become(WorkerStatus.OFFLINE, off.at(), journal);
            case WorkerEvent.WorkerLost lost -> worker.become(WorkerStatus.ERROR, lost.lastSeen(), journal);
            case WorkerEvent.WorkerStatusChanged changed -> worker.become(changed.to(), worker.lastSeen(), journal);
            case WorkerEvent.WorkerSeen seen -> worker.become(worker.status(), seen.at(), journal);
        }
        return worker;
    }

    private static WorkerHead head(WorkerEvent.WorkerSignedOn on) {
        return new WorkerHead(on.worker(), on.session(), on.profile(), WorkerStatus.AWAKE, on.at());
    }
}
