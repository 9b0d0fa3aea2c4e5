// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Answer;
import io.tablao.event.Caller;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerEvent;
import io.tablao.model.QueueId;
import io.tablao.model.RequestedStatus;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A worker that exists, what is decided about it so far, and the steps that decisions share. */
record WorkerCase(WorkerState worker, Instant now, Rules rules, Decision.Builder decision) {

    WorkerCase(WorkerState worker, Instant now, Rules rules) {
        this(worker, now, rules, new Decision.Builder());
    }

    WorkerCase event(WorkerEvent event) {
        decision.event(event);
        return this;
    }

    WorkerCase effect(Effect effect) {
        decision.effect(effect);
        return this;
    }

    Decision accepted() {
        return decision.accepted();
    }

    Decision refused(Refusal.Kind kind, String verb) {
        return decision.rejected(
                kind,
                "Expected to %s worker %s but it is %s"
                        .formatted(verb, worker.profile().name(), worker.status()));
    }

    /** Where the worker goes when it comes back, or is, when it is there. */
    WorkerStatus destination() {
        RequestedStatus requested = worker.requested();
        if (requested != null && isRest(requested.status())) {
            return requested.status();
        }
        return worker.status() == WorkerStatus.ASLEEP ? WorkerStatus.ASLEEP : WorkerStatus.AWAKE;
    }

    /** The two statuses in which a worker may begin a session. Others end one, so they are over when another begins. */
    static boolean isRest(WorkerStatus status) {
        return status == WorkerStatus.AWAKE || status == WorkerStatus.ASLEEP;
    }

    /** A worker that was asleep when it went comes back asleep, unless it was to be something else. */
    WorkerCase remember(boolean requestEnds) {
        if (worker.status() == WorkerStatus.ASLEEP && (requestEnds || worker.requested() == null)) {
            event(new WorkerEvent.WorkerStatusRequested(
                    worker.worker(), WorkerStatus.ASLEEP, false, "It was asleep when it went"));
        }
        return this;
    }

    /** @return whether there was a request for that status */
    boolean endRequestFor(WorkerStatus reached) {
        RequestedStatus requested = worker.requested();
        boolean ends = requested != null && requested.status() == reached;
        if (ends) {
            event(new WorkerEvent.WorkerStatusRequestEnded(worker.worker()));
        }
        return ends;
    }

    WorkerCase tellShards(WorkerStatus status) {
        if (status != WorkerStatus.AWAKE) {
            answerWait(caller -> new Answer.Rejected(
                    caller.api(),
                    caller.request(),
                    new Refusal(
                            Refusal.Kind.CONFLICT, "Worker " + worker.profile().name() + " is " + status)));
        }
        return effect(new Effect.TellEveryShard(worker.member(status)));
    }

    WorkerCase tellShards(SessionId session, WorkerProfile profile, WorkerStatus status) {
        if (!session.equals(worker.session())) {
            answerWait(caller -> new Answer.NothingToDo(caller.api(), caller.request()));
        }
        return effect(
                new Effect.TellEveryShard(new Roster.Member(worker.worker(), session, status, profile, worker.link())));
    }

    /** To the worker's inbox. One that speaks HTTP has none: it is told when it asks. */
    WorkerCase notify(Notice notice) {
        return worker.link() == Roster.Link.HTTP ? this : effect(new Effect.Notify(notice));
    }

    /** Whoever waits for a task for the worker gets that answer instead. */
    WorkerCase answerWait(Function<Caller, Answer> answer) {
        WorkerState.Wait wait = worker.waiting();
        return wait == null
                ? this
                : event(new WorkerEvent.WaitEnded(worker.worker()))
                        .effect(new Effect.ClearTimer(WorkerTimers.waitKey(worker.worker())))
                        .effect(new Effect.Reply(answer.apply(wait.caller())));
    }

    WorkerCase watch(SessionId session) {
        return effect(WorkerTimers.unseen(worker.worker(), session, now.plus(rules.workerTimeout())));
    }

    /** It is there again, so it is not forgotten. */
    WorkerCase watchAgain(SessionId session) {
        return watch(session).effect(new Effect.ClearTimer(WorkerTimers.forgetKey(worker.worker())));
    }

    /** It is not expected any more; when it stays away, it is forgotten some day. */
    WorkerCase stopWatching() {
        return effect(new Effect.ClearTimer(WorkerTimers.unseenKey(worker.worker())))
                .effect(WorkerTimers.forget(worker.worker(), now.plus(rules.workerRetention())));
    }

    WorkerCase changeStatus(WorkerStatus status, boolean lazy) {
        if (status != worker.status()) {
            answerWait(caller -> new Answer.GoToStatus(caller.api(), caller.request(), status));
        }
        return notify(new Notice.ChangeStatus(worker.worker(), worker.session(), status, lazy));
    }

    /** Says once more what the worker is to do, if it has not done it. */
    WorkerCase repeatRequest() {
        RequestedStatus requested = worker.requested();
        return requested == null ? this : changeStatus(requested.status(), requested.lazy());
    }

    WorkerCase end(SessionId session, String reason) {
        return notify(new Notice.SessionEnded(worker.worker(), session, reason));
    }

    /** The queues that a worker of this profile serves. */
    static void prepareQueues(WorkerProfile profile, @Nullable WorkerProfile before, Decision.Builder decision) {
        for (String type : profile.taskTypes().stream().sorted().toList()) {
            prepare(QueueId.of(type), before, decision);
            for (String tag : profile.tags().stream().sorted().toList()) {
                prepare(new QueueId(type, tag), before, decision);
            }
        }
    }

    private static void prepare(QueueId queue, @Nullable WorkerProfile before, Decision.Builder decision) {
        if (before == null || !before.accepts(queue)) {
            decision.effect(new Effect.Tell(new QueueCommand.PrepareQueue(queue)));
        }
    }
}
