// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.State.WorkerHead;
import io.tablao.event.WorkerEvent;
import io.tablao.model.RequestedStatus;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Journal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The only place where a worker's entity changes. */
public final class WorkerApplier {

    private WorkerApplier() {}

    /**
     * @param state null before the worker's first {@link WorkerEvent.WorkerSignedOn} alone
     * @return the worker: the same one, or the one that was created, which is not rolled back but thrown away; null: it is gone
     */
    public static @Nullable WorkerState apply(@Nullable WorkerState state, WorkerEvent event, Journal journal) {
        if (state == null && event instanceof WorkerEvent.WorkerSignedOn on) {
            var worker = new WorkerState(
                    new WorkerHead(on.worker(), on.session(), on.profile(), on.status(), on.at(), null, null, null));
            journal.changed(worker.key(), "head", () -> {});
            return worker;
        }
        WorkerState worker = Objects.requireNonNull(state, "No worker for " + event);
        WorkerHead head = worker.head();
        WorkerHead next = switch (event) {
            case WorkerEvent.WorkerSignedOn on ->
                new WorkerHead(
                        on.worker(),
                        on.session(),
                        on.profile(),
                        on.status(),
                        on.at(),
                        head.requested(),
                        head.schedule(),
                        head.scheduleDue());
            case WorkerEvent.WorkerSignedOff off -> head.withStatus(WorkerStatus.OFFLINE, off.at());
            case WorkerEvent.WorkerLost lost -> head.withStatus(WorkerStatus.ERROR, lost.lastSeen());
            case WorkerEvent.WorkerStatusChanged changed -> head.withStatus(changed.to(), head.lastSeen());
            case WorkerEvent.WorkerSeen seen -> head.withStatus(head.status(), seen.at());
            case WorkerEvent.WorkerStatusRequested asked ->
                head.withRequested(new RequestedStatus(asked.status(), asked.lazy()));
            case WorkerEvent.WorkerStatusRequestEnded ended -> head.withRequested(null);
            case WorkerEvent.WorkerTagsChanged changed ->
                head.withProfile(head.profile().withTags(changed.tags()));
            case WorkerEvent.SleepScheduleSet set -> head.withSchedule(set.schedule(), set.nextChange());
            case WorkerEvent.SleepScheduleFollowed followed ->
                head.withSchedule(head.schedule(), followed.nextChange());
            case WorkerEvent.WorkerDeleted deleted -> null;
        };
        if (next == null) {
            return null;
        }
        worker.become(next, journal);
        return worker;
    }
}
