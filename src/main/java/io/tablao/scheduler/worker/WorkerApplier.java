// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerPart.WorkerHead;
import io.tablao.event.WorkerPart.WorkerHold;
import io.tablao.event.WorkerPart.WorkerSecret;
import io.tablao.model.RequestedStatus;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Journal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The only place where a worker's entity changes. */
public final class WorkerApplier {

    private WorkerApplier() {}

    /**
     * @param state null before the worker's registration, or its first {@link WorkerEvent.WorkerSignedOn}, alone
     * @return the worker: the same one, or the one that was created, which is not rolled back but thrown away; null: it is gone
     */
    public static @Nullable WorkerState apply(@Nullable WorkerState state, WorkerEvent event, Journal journal) {
        if (state == null) {
            var worker = new WorkerState(beginning(event));
            journal.changed(worker.key(), "head", () -> {});
            return worker;
        }
        if (event instanceof WorkerEvent.Internal internal) {
            change(state, internal, journal);
            return state;
        }
        WorkerState worker = state;
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
            case WorkerEvent.WorkerRegistered registered -> beginning(registered);
            case WorkerEvent.Internal internal -> throw new IllegalStateException("Was applied: " + internal);
        };
        if (next == null) {
            return null;
        }
        boolean runsOn = next.status() == WorkerStatus.AWAKE && next.session().equals(head.session());
        worker.become(next, journal);
        if (!runsOn) {
            // The jobs take back what it had.
            worker.hold(null, journal);
            worker.await(null, journal);
        }
        return worker;
    }

    private static WorkerHead beginning(WorkerEvent event) {
        return switch (event) {
            case WorkerEvent.WorkerSignedOn on -> head(on.worker(), on.session(), on.profile(), on.status(), on.at());
            case WorkerEvent.WorkerRegistered by ->
                head(by.worker(), by.session(), by.profile(), WorkerStatus.OFFLINE, by.at());
            default -> throw new IllegalStateException("No worker for " + event);
        };
    }

    private static WorkerHead head(
            WorkerId worker, SessionId session, WorkerProfile profile, WorkerStatus status, Instant at) {
        return new WorkerHead(worker, session, profile, status, at, null, null, null);
    }

    private static void change(WorkerState worker, WorkerEvent.Internal event, Journal journal) {
        switch (event) {
            case WorkerEvent.SecretKept kept ->
                worker.keep(new WorkerSecret(kept.worker(), kept.secretHash()), journal);
            case WorkerEvent.WaitBegun begun ->
                worker.await(new WorkerState.Wait(begun.caller(), begun.until()), journal);
            case WorkerEvent.WaitEnded ended -> worker.await(null, journal);
            case WorkerEvent.AttemptHeld held ->
                worker.hold(
                        new WorkerHold(
                                held.worker(),
                                held.session(),
                                held.task(),
                                held.attempt(),
                                held.stage(),
                                held.logChunks()),
                        journal);
            case WorkerEvent.HoldLost lost -> worker.hold(null, journal);
        }
    }
}
