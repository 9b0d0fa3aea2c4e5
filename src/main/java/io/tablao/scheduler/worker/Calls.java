// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Answer;
import io.tablao.event.Caller;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerPart.WorkerSecret;
import io.tablao.model.RequestedStatus;
import io.tablao.model.Roster;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker that speaks HTTP calls, whichever api process it calls. Every call counts as being seen; one in error goes on
 * (Flamenco: not until it signs on again).
 */
final class Calls {

    private Calls() {}

    static Decision register(WorkerCommand.RegisterWorker by, Instant now, Rules rules) {
        return new Decision.Builder()
                .event(new WorkerEvent.WorkerRegistered(by.worker(), by.session(), by.profile(), now))
                .event(new WorkerEvent.SecretKept(by.worker(), by.secretHash()))
                .effect(new Effect.TellEveryShard(new Roster.Member(
                        by.worker(), by.session(), WorkerStatus.OFFLINE, by.profile(), Roster.Link.HTTP)))
                .effect(WorkerTimers.forget(by.worker(), now.plus(rules.workerRetention())))
                .accepted();
    }

    /** Ids are made for each registration, so this is the same one delivered twice. */
    static Decision registerAgain(WorkerCase worker, WorkerCommand.RegisterWorker again) {
        WorkerSecret secret = worker.worker().secret();
        return secret != null && secret.secretHash().equals(again.secretHash())
                ? Decision.NOTHING
                : Decision.rejected(Refusal.Kind.CONFLICT, "There is a worker " + again.worker() + " already");
    }

    static Decision unknown(WorkerCommand.Call call) {
        return refused(call, Refusal.Kind.NOT_FOUND, "There is no worker " + call.worker());
    }

    static Decision answer(WorkerCase worker, WorkerCommand.Call call) {
        WorkerSecret secret = worker.worker().secret();
        if (secret == null) {
            return unknown(call);
        }
        if (!(call instanceof WorkerCommand.FindSecret)) {
            seen(worker);
        }
        return switch (call) {
            case WorkerCommand.FindSecret find ->
                reply(
                        worker,
                        new Answer.SecretFound(
                                find.caller().api(), find.caller().request(), secret.secretHash()));
            case WorkerCommand.SignOnByCall on -> signOn(worker, on);
            case WorkerCommand.SignOffByCall off -> {
                if (WorkerTransitions.allowed(status(worker), WorkerStatus.OFFLINE)) {
                    Sessions.goOffline(worker);
                }
                yield nothingToDo(worker, off.caller());
            }
            case WorkerCommand.AskStatus ask -> {
                WorkerStatus wanted = wanted(worker);
                yield wanted == null ? nothingToDo(worker, ask.caller()) : goTo(worker, ask.caller(), wanted);
            }
            case WorkerCommand.TellStatus told -> tellStatus(worker, told);
            case WorkerCommand.RequestTask request -> Work.request(worker, request);
            case WorkerCommand.AskToKeepRunning ask -> Work.keepRunning(worker, ask);
            case WorkerCommand.UpdateTask update -> Work.update(worker, update);
        };
    }

    private static Decision signOn(WorkerCase worker, WorkerCommand.SignOnByCall on) {
        WorkerProfile before = worker.worker().profile();
        var profile = new WorkerProfile(
                on.name(), before.platform(), on.software(), on.taskTypes(), before.tags(), on.canRestart());
        RequestedStatus requested = worker.worker().requested();
        boolean goes = requested != null && requested.status() == WorkerStatus.OFFLINE;
        Sessions.signOn(worker, new WorkerCommand.SignOnWorker(on.worker(), on.session(), profile));
        return goTo(worker, on.caller(), goes ? WorkerStatus.OFFLINE : worker.destination());
    }

    private static Decision tellStatus(WorkerCase worker, WorkerCommand.TellStatus told) {
        var state = worker.worker();
        if (state.status() == WorkerStatus.ERROR && told.status() == status(worker)) {
            return nothingToDo(worker, told.caller());
        }
        var report = new WorkerCommand.ReportWorkerStatus(state.worker(), state.session(), told.status());
        // On its own: what is refused has no events, and that the worker was seen is one.
        Decision decided = StatusChanges.report(new WorkerCase(state, worker.now(), worker.rules()), report);
        return switch (decided) {
            case Decision.Rejected rejected -> refused(worker, told.caller(), rejected.refusal());
            case Decision.Accepted accepted -> {
                accepted.events().forEach(event -> worker.event((WorkerEvent) event));
                accepted.effects().forEach(worker::effect);
                yield nothingToDo(worker, told.caller());
            }
        };
    }

    private static void seen(WorkerCase worker) {
        var state = worker.worker();
        if (state.status() == WorkerStatus.ERROR) {
            Sessions.revive(worker);
            return;
        }
        if (!WorkerTransitions.watched(state.status())) {
            return;
        }
        if (!state.lastSeen().plus(WorkerTimers.SEEN_EVERY).isAfter(worker.now())) {
            worker.event(new WorkerEvent.WorkerSeen(state.worker(), worker.now()));
        }
        worker.watch(state.session());
    }

    /** The worker's status by now: the call has brought it back from error. */
    static WorkerStatus status(WorkerCase worker) {
        WorkerStatus status = worker.worker().status();
        return status == WorkerStatus.ERROR ? worker.destination() : status;
    }

    /** The status that it is to go to; null: the one that it has. */
    static @Nullable WorkerStatus wanted(WorkerCase worker) {
        RequestedStatus requested = worker.worker().requested();
        return requested == null || requested.status() == status(worker) ? null : requested.status();
    }

    static Decision goTo(WorkerCase worker, Caller caller, WorkerStatus status) {
        return reply(worker, new Answer.GoToStatus(caller.api(), caller.request(), status));
    }

    static Decision nothingToDo(WorkerCase worker, Caller caller) {
        return reply(worker, new Answer.NothingToDo(caller.api(), caller.request()));
    }

    static Decision reply(WorkerCase worker, Answer answer) {
        return worker.effect(new Effect.Reply(answer)).accepted();
    }

    static Decision refused(WorkerCase worker, Caller caller, Refusal refusal) {
        return reply(worker, new Answer.Rejected(caller.api(), caller.request(), refusal));
    }

    private static Decision refused(WorkerCommand.Call call, Refusal.Kind kind, String sentence) {
        Caller caller = call.caller();
        return new Decision.Builder()
                .effect(new Effect.Reply(
                        new Answer.Rejected(caller.api(), caller.request(), new Refusal(kind, sentence))))
                .accepted();
    }

    static String name(WorkerCase worker) {
        WorkerId id = worker.worker().worker();
        return worker.worker().profile().name() + " (" + id + ")";
    }
}
