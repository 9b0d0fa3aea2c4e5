// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a worker's entity makes of a command. */
public final class WorkerDecider {

    private final Instant now;
    private final Rules rules;
    private final Decision.Builder decision = new Decision.Builder();

    private WorkerDecider(Instant now, Rules rules) {
        this.now = now;
        this.rules = rules;
    }

    /** @param state null: nobody has heard of the worker yet */
    public static Decision decide(@Nullable WorkerState state, WorkerCommand command, Instant now, Rules rules) {
        var decider = new WorkerDecider(now, rules);
        switch (command) {
            case WorkerCommand.SignOnWorker on -> decider.signOn(state, on);
            case WorkerCommand.SignOffWorker off -> decider.signOff(state, off);
            case WorkerCommand.Heartbeat beat -> decider.heartbeat(state, beat);
            case WorkerCommand.CheckWorker check -> decider.check(state, check);
        }
        return decider.decision.accepted();
    }

    private void signOn(@Nullable WorkerState state, WorkerCommand.SignOnWorker on) {
        WorkerId worker = on.worker();
        if (state != null && state.session().equals(on.session())) {
            repeatedSignOn(state, on);
            return;
        }
        WorkerProfile profile = on.profile();
        decision.event(new WorkerEvent.WorkerSignedOn(worker, on.session(), profile, now))
                .effect(new Effect.TellEveryShard(
                        new Roster.Member(worker, on.session(), WorkerStatus.AWAKE, profile)));
        if (state != null && WorkerTransitions.watched(state.status())) {
            end(worker, state.session(), "The worker has begun another session");
        }
        for (String type : profile.taskTypes().stream().sorted().toList()) {
            prepare(QueueId.of(type));
            for (String tag : profile.tags().stream().sorted().toList()) {
                prepare(new QueueId(type, tag));
            }
        }
        decision.effect(new Effect.Notify(new Notice.SignedOn(worker, on.session(), WorkerStatus.AWAKE)));
        watch(worker, on.session());
    }

    /** The same sign-on delivered twice, unless the session is over: then whoever lives in it must begin another. */
    private void repeatedSignOn(WorkerState state, WorkerCommand.SignOnWorker on) {
        if (state.status() == WorkerStatus.ERROR) {
            revive(state);
        } else if (state.status() == WorkerStatus.OFFLINE) {
            end(on.worker(), on.session(), "The worker has signed off from this session");
        } else {
            decision.effect(new Effect.Notify(new Notice.SignedOn(on.worker(), on.session(), state.status())));
            watch(on.worker(), on.session());
        }
    }

    private void signOff(@Nullable WorkerState state, WorkerCommand.SignOffWorker off) {
        if (state == null
                || !state.session().equals(off.session())
                || !WorkerTransitions.allowed(state.status(), WorkerStatus.OFFLINE)) {
            return;
        }
        decision.event(new WorkerEvent.WorkerSignedOff(off.worker(), off.session(), now))
                .effect(new Effect.TellEveryShard(state.member(WorkerStatus.OFFLINE)))
                .effect(new Effect.ClearTimer(WorkerTimers.unseenKey(off.worker())));
    }

    private void heartbeat(@Nullable WorkerState state, WorkerCommand.Heartbeat beat) {
        if (state == null) {
            end(beat.worker(), beat.session(), "The worker is not known here");
        } else if (!state.session().equals(beat.session())) {
            end(beat.worker(), beat.session(), "The worker has begun another session");
        } else if (state.status() == WorkerStatus.ERROR) {
            revive(state);
        } else if (WorkerTransitions.watched(state.status())) {
            if (!state.lastSeen().plus(WorkerTimers.SEEN_EVERY).isAfter(now)) {
                decision.event(new WorkerEvent.WorkerSeen(beat.worker(), now));
            }
            watch(beat.worker(), beat.session());
        }
    }

    /** Its tasks went back when it was lost; it may have new ones. */
    private void revive(WorkerState state) {
        WorkerId worker = state.worker();
        decision.event(new WorkerEvent.WorkerStatusChanged(
                        worker, WorkerStatus.ERROR, WorkerStatus.AWAKE, "The worker was heard of again"))
                .event(new WorkerEvent.WorkerSeen(worker, now))
                .effect(new Effect.TellEveryShard(state.member(WorkerStatus.AWAKE)))
                .effect(new Effect.Notify(new Notice.SignedOn(worker, state.session(), WorkerStatus.AWAKE)));
        watch(worker, state.session());
    }

    /**
     * The timer has fired, so no heartbeat has set it anew for as long as a worker may be silent. Flamenco: a worker unseen for
     * a minute goes to error and its tasks are queued again.
     */
    private void check(@Nullable WorkerState state, WorkerCommand.CheckWorker check) {
        if (state == null || !state.session().equals(check.session()) || !WorkerTransitions.watched(state.status())) {
            return;
        }
        // What was seen far in the future was seen by a clock that was set back since, and long ago.
        if (Duration.between(state.lastSeen(), now).abs().compareTo(rules.workerTimeout()) < 0) {
            Instant due = state.lastSeen().plus(rules.workerTimeout());
            decision.effect(WorkerTimers.unseen(check.worker(), check.session(), due));
            return;
        }
        decision.event(new WorkerEvent.WorkerLost(check.worker(), check.session(), state.lastSeen()))
                .effect(new Effect.TellEveryShard(state.member(WorkerStatus.ERROR)));
    }

    private void watch(WorkerId worker, SessionId session) {
        decision.effect(WorkerTimers.unseen(worker, session, now.plus(rules.workerTimeout())));
    }

    private void end(WorkerId worker, SessionId session, String reason) {
        decision.effect(new Effect.Notify(new Notice.SessionEnded(worker, session, reason)));
    }

    private void prepare(QueueId queue) {
        decision.effect(new Effect.Tell(new QueueCommand.PrepareQueue(queue)));
    }
}
