// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand.ReportWorkerStatus;
import io.tablao.event.WorkerCommand.RequestWorkerStatus;
import io.tablao.event.WorkerEvent;
import io.tablao.model.RequestedStatus;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;

/**
 * What people ask of a worker's status, and what the worker makes of it. A request stays with the worker until it reports the
 * status, somebody asks for another one, or for the one that it has.
 */
final class StatusChanges {

    private StatusChanges() {}

    static Decision request(WorkerCase worker, RequestWorkerStatus request) {
        return switch (request.status()) {
            case RESTART -> restart(worker, request);
            case AWAKE, ASLEEP, OFFLINE -> change(worker, request);
            case STARTING, ERROR, TESTING ->
                Decision.rejected(
                        Refusal.Kind.INVALID,
                        "A worker can be asked to be awake, asleep, offline, or to restart, not to be "
                                + request.status());
        };
    }

    private static Decision restart(WorkerCase worker, RequestWorkerStatus request) {
        var state = worker.worker();
        if (!state.profile().canRestart()) {
            return Decision.rejected(
                    Refusal.Kind.UNABLE,
                    "Worker " + state.profile().name() + " cannot restart by itself: it was not set up for that");
        }
        return state.status() == WorkerStatus.RESTART || WorkerTransitions.allowed(state.status(), WorkerStatus.RESTART)
                ? change(worker, request)
                : worker.refused(Refusal.Kind.CONFLICT, "restart");
    }

    private static Decision change(WorkerCase worker, RequestWorkerStatus request) {
        var state = worker.worker();
        if (request.status() == state.status()) {
            return withdraw(worker);
        }
        // Nobody is there to go: that it is offline is only to be known.
        if (state.status() == WorkerStatus.ERROR && request.status() == WorkerStatus.OFFLINE) {
            return Sessions.goOffline(worker);
        }
        if (!new RequestedStatus(request.status(), request.lazy()).equals(state.requested())) {
            worker.event(new WorkerEvent.WorkerStatusRequested(
                    state.worker(), request.status(), request.lazy(), "Somebody asked for it"));
        }
        // One that has signed off may still listen, and come back.
        return worker.changeStatus(request.status(), request.lazy()).accepted();
    }

    /** The status is the one that it has, so whatever else was asked for is not wanted any more. */
    static Decision withdraw(WorkerCase worker) {
        var state = worker.worker();
        if (state.requested() == null) {
            return Decision.NOTHING;
        }
        worker.event(new WorkerEvent.WorkerStatusRequestEnded(state.worker()));
        return WorkerCase.isRest(state.status())
                ? worker.changeStatus(state.status(), true).accepted()
                : worker.accepted();
    }

    static Decision report(WorkerCase worker, ReportWorkerStatus report) {
        var state = worker.worker();
        if (!state.session().equals(report.session())) {
            return worker.end(report.session(), "The worker has begun another session")
                    .decision()
                    .rejected(Refusal.Kind.CONFLICT, "Worker " + state.profile().name() + " has begun another session");
        }
        if (report.status() == state.status()) {
            return unchanged(worker);
        }
        if (state.status() == WorkerStatus.OFFLINE) {
            return worker.end(report.session(), "The worker is offline in this session")
                    .refused(Refusal.Kind.CONFLICT, "see " + report.status());
        }
        if (!WorkerTransitions.allowed(state.status(), report.status())) {
            return worker.refused(Refusal.Kind.CONFLICT, "see " + report.status());
        }
        return report.status() == WorkerStatus.OFFLINE ? Sessions.goOffline(worker) : reach(worker, report.status());
    }

    private static Decision unchanged(WorkerCase worker) {
        var state = worker.worker();
        worker.endRequestFor(state.status());
        return WorkerTransitions.watched(state.status())
                ? worker.watch(state.session()).accepted()
                : worker.accepted();
    }

    private static Decision reach(WorkerCase worker, WorkerStatus status) {
        var state = worker.worker();
        RequestedStatus requested = state.requested();
        boolean asked = requested != null && requested.status() == status;
        worker.event(new WorkerEvent.WorkerStatusChanged(
                        state.worker(), state.status(), status, asked ? "It was asked to" : "By its own word"))
                .event(new WorkerEvent.WorkerSeen(state.worker(), worker.now()));
        worker.endRequestFor(status);
        if (status == WorkerStatus.RESTART || status == WorkerStatus.ERROR) {
            worker.remember(asked);
        }
        worker.tellShards(status);
        if (!asked) {
            worker.repeatRequest();
        }
        return WorkerTransitions.watched(status)
                ? worker.watchAgain(state.session()).accepted()
                : worker.stopWatching().accepted();
    }
}
