// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.FarmCommand;
import io.tablao.event.Notice;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.model.RequestedStatus;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** How a worker comes, is heard of, is lost, and goes. */
final class Sessions {

    private Sessions() {}

    /** Nobody knows the worker yet; it brings its first tags along. */
    static Decision signOnFirst(WorkerCommand.SignOnWorker on, Instant now, Rules rules) {
        WorkerProfile profile = on.profile().withTags(Set.of());
        var decision = new Decision.Builder()
                .event(new WorkerEvent.WorkerSignedOn(on.worker(), on.session(), profile, now, WorkerStatus.AWAKE))
                .effect(new Effect.TellEveryShard(
                        new Roster.Member(on.worker(), on.session(), WorkerStatus.AWAKE, profile)));
        WorkerCase.prepareQueues(profile, null, decision);
        decision.effect(new Effect.Notify(
                        new Notice.SignedOn(on.worker(), on.session(), WorkerStatus.AWAKE, profile.tags())))
                .effect(WorkerTimers.unseen(on.worker(), on.session(), now.plus(rules.workerTimeout())));
        if (!on.profile().tags().isEmpty()) {
            decision.effect(new Effect.Tell(
                    new FarmCommand.BringTags(on.worker(), on.profile().tags())));
        }
        return decision.accepted();
    }

    static Decision signOn(WorkerCase worker, WorkerCommand.SignOnWorker on) {
        return worker.worker().session().equals(on.session()) ? signOnAgain(worker, on) : begin(worker, on);
    }

    private static Decision begin(WorkerCase worker, WorkerCommand.SignOnWorker on) {
        var state = worker.worker();
        WorkerProfile profile = on.profile().withTags(state.profile().tags());
        WorkerStatus status = worker.destination();
        worker.event(new WorkerEvent.WorkerSignedOn(on.worker(), on.session(), profile, worker.now(), status));
        RequestedStatus requested = state.requested();
        // Another session is all that a restart is; but who is to be offline still is.
        boolean goes = requested != null && requested.status() == WorkerStatus.OFFLINE;
        if (requested != null && !goes) {
            worker.event(new WorkerEvent.WorkerStatusRequestEnded(on.worker()));
        }
        worker.tellShards(on.session(), profile, status);
        if (WorkerTransitions.watched(state.status())) {
            worker.end(state.session(), "The worker has begun another session");
        }
        WorkerCase.prepareQueues(profile, null, worker.decision());
        worker.notify(new Notice.SignedOn(on.worker(), on.session(), status, profile.tags()));
        if (requested != null && goes) {
            worker.notify(new Notice.ChangeStatus(on.worker(), on.session(), requested.status(), requested.lazy()));
        }
        return worker.watchAgain(on.session()).accepted();
    }

    /** The same sign-on delivered twice, unless the session is over: then whoever lives in it must begin another. */
    private static Decision signOnAgain(WorkerCase worker, WorkerCommand.SignOnWorker on) {
        var state = worker.worker();
        return switch (state.status()) {
            case ERROR -> revive(worker);
            case OFFLINE ->
                worker.end(on.session(), "The worker has signed off from this session")
                        .accepted();
            case STARTING, AWAKE, ASLEEP, TESTING, RESTART ->
                signedOn(worker, state.status())
                        .repeatRequest()
                        .watch(on.session())
                        .accepted();
        };
    }

    static Decision signOff(WorkerCase worker, WorkerCommand.SignOffWorker off) {
        return worker.worker().session().equals(off.session()) ? goOffline(worker) : Decision.NOTHING;
    }

    static Decision goOffline(WorkerCase worker) {
        var state = worker.worker();
        if (!WorkerTransitions.allowed(state.status(), WorkerStatus.OFFLINE)) {
            return Decision.NOTHING;
        }
        // One in error that is set offline was not heard of for that.
        Instant seen = state.status() == WorkerStatus.ERROR ? state.lastSeen() : worker.now();
        worker.event(new WorkerEvent.WorkerSignedOff(state.worker(), state.session(), seen));
        RequestedStatus requested = state.requested();
        // Having gone is all that somebody can want of it who wanted it to be offline, or to restart.
        boolean reached = requested != null && !WorkerCase.isRest(requested.status());
        if (reached) {
            worker.event(new WorkerEvent.WorkerStatusRequestEnded(state.worker()));
        }
        return worker.remember(reached)
                .tellShards(WorkerStatus.OFFLINE)
                .stopWatching()
                .accepted();
    }

    static Decision heartbeat(WorkerCase worker, WorkerCommand.Heartbeat beat) {
        var state = worker.worker();
        if (!state.session().equals(beat.session())) {
            return worker.end(beat.session(), "The worker has begun another session")
                    .accepted();
        }
        return switch (state.status()) {
            case ERROR -> revive(worker);
            // Somebody set it offline while it was silent.
            case OFFLINE ->
                worker.end(beat.session(), "The worker is offline in this session")
                        .accepted();
            case STARTING, AWAKE, ASLEEP, TESTING, RESTART -> {
                if (!state.lastSeen().plus(WorkerTimers.SEEN_EVERY).isAfter(worker.now())) {
                    worker.event(new WorkerEvent.WorkerSeen(beat.worker(), worker.now()));
                }
                yield worker.repeatRequest().watch(beat.session()).accepted();
            }
        };
    }

    /** Its tasks went back when it was lost; it may have new ones. */
    static Decision revive(WorkerCase worker) {
        var state = worker.worker();
        WorkerStatus status = worker.destination();
        worker.event(new WorkerEvent.WorkerStatusChanged(
                        state.worker(), WorkerStatus.ERROR, status, "The worker was heard of again"))
                .event(new WorkerEvent.WorkerSeen(state.worker(), worker.now()));
        boolean reached = worker.endRequestFor(status);
        signedOn(worker.tellShards(status), status);
        if (!reached) {
            worker.repeatRequest();
        }
        return worker.watchAgain(state.session()).accepted();
    }

    /**
     * The timer has fired, so no heartbeat has set it anew for as long as a worker may be silent. Flamenco: a worker unseen for
     * a minute goes to error and its tasks are queued again.
     */
    static Decision check(WorkerCase worker, WorkerCommand.CheckWorker check) {
        var state = worker.worker();
        if (!state.session().equals(check.session()) || !WorkerTransitions.watched(state.status())) {
            return Decision.NOTHING;
        }
        // What was seen far in the future was seen by a clock that was set back since, and long ago.
        if (Duration.between(state.lastSeen(), worker.now())
                        .abs()
                        .compareTo(worker.rules().workerTimeout())
                < 0) {
            Instant due = state.lastSeen().plus(worker.rules().workerTimeout());
            return worker.effect(WorkerTimers.unseen(check.worker(), check.session(), due))
                    .accepted();
        }
        return worker.event(new WorkerEvent.WorkerLost(check.worker(), check.session(), state.lastSeen()))
                .remember(false)
                .tellShards(WorkerStatus.ERROR)
                .stopWatching()
                .accepted();
    }

    private static WorkerCase signedOn(WorkerCase worker, WorkerStatus status) {
        var state = worker.worker();
        SessionId session = state.session();
        return worker.notify(new Notice.SignedOn(
                state.worker(),
                session,
                status == WorkerStatus.ASLEEP ? WorkerStatus.ASLEEP : WorkerStatus.AWAKE,
                state.profile().tags()));
    }
}
