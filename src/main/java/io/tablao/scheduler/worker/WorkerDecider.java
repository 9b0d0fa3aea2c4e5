// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Notice;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's entity makes of a command. Sessions, statuses, tags and schedules are the same for a worker that listens to
 * Kafka and for one that speaks HTTP; for the latter the entity also does what a slot does for the former. How it proves who
 * it is, is the business of whoever sends the commands.
 */
public final class WorkerDecider {

    private WorkerDecider() {}

    /** @param state null: nobody has heard of the worker yet */
    public static Decision decide(@Nullable WorkerState state, WorkerCommand command, Instant now, Rules rules) {
        return state == null
                ? decideWithoutWorker(command, now, rules)
                : decide(new WorkerCase(state, now, rules), command);
    }

    private static Decision decideWithoutWorker(WorkerCommand command, Instant now, Rules rules) {
        return switch (command) {
            case WorkerCommand.SignOnWorker on -> Sessions.signOnFirst(on, now, rules);
            case WorkerCommand.SignOffWorker off -> Decision.NOTHING;
            case WorkerCommand.Heartbeat beat -> unknown(beat.worker(), beat.session());
            case WorkerCommand.ReportWorkerStatus report -> unknown(report.worker(), report.session());
            case WorkerCommand.CheckWorker check -> Decision.NOTHING;
            case WorkerCommand.FollowSleepSchedule follow -> Decision.NOTHING;
            case WorkerCommand.ForgetWorker forget -> Decision.NOTHING;
            case WorkerCommand.AddWorkerTags add -> Decision.NOTHING;
            case WorkerCommand.RemoveWorkerTags remove -> Decision.NOTHING;
            case WorkerCommand.RequestWorkerStatus request -> unknown(request.worker());
            case WorkerCommand.SetWorkerTags set -> unknown(set.worker());
            case WorkerCommand.SetSleepSchedule set -> unknown(set.worker());
            case WorkerCommand.DeleteWorker delete -> unknown(delete.worker());
            case WorkerCommand.RegisterWorker register -> Calls.register(register, now, rules);
            case WorkerCommand.Call call -> Calls.unknown(call);
            case WorkerCommand.TakeOffer offer ->
                Work.decline(new Decision.Builder(), offer).accepted();
            case WorkerCommand.StopWaiting stop -> Decision.NOTHING;
            case WorkerCommand.BeginTask begin -> Decision.NOTHING;
            case WorkerCommand.DropTask drop -> Decision.NOTHING;
        };
    }

    private static Decision decide(WorkerCase worker, WorkerCommand command) {
        return switch (command) {
            case WorkerCommand.SignOnWorker on -> Sessions.signOn(worker, on);
            case WorkerCommand.SignOffWorker off -> Sessions.signOff(worker, off);
            case WorkerCommand.Heartbeat beat -> Sessions.heartbeat(worker, beat);
            case WorkerCommand.CheckWorker check -> Sessions.check(worker, check);
            case WorkerCommand.RequestWorkerStatus request -> StatusChanges.request(worker, request);
            case WorkerCommand.ReportWorkerStatus report -> StatusChanges.report(worker, report);
            case WorkerCommand.SetWorkerTags set -> Tags.set(worker, set.tags());
            case WorkerCommand.AddWorkerTags add -> Tags.add(worker, add.tags());
            case WorkerCommand.RemoveWorkerTags remove -> Tags.remove(worker, remove.tags());
            case WorkerCommand.SetSleepSchedule set -> Sleep.set(worker, set.schedule());
            case WorkerCommand.FollowSleepSchedule follow -> Sleep.follow(worker);
            case WorkerCommand.DeleteWorker delete -> Deletion.delete(worker, "Somebody deleted it");
            case WorkerCommand.ForgetWorker forget -> Deletion.forget(worker);
            case WorkerCommand.RegisterWorker register -> Calls.registerAgain(worker, register);
            case WorkerCommand.Call call -> Calls.answer(worker, call);
            case WorkerCommand.StopWaiting stop -> Work.stopWaiting(worker, stop);
            case WorkerCommand.TakeOffer offer -> Work.take(worker, offer);
            case WorkerCommand.BeginTask begin -> Work.begin(worker, begin);
            case WorkerCommand.DropTask drop -> Work.drop(worker, drop);
        };
    }

    private static Decision unknown(WorkerId worker) {
        return Decision.rejected(Refusal.Kind.NOT_FOUND, "There is no worker " + worker);
    }

    /** Whoever lives in a session that is not known here is to begin one that is. */
    private static Decision unknown(WorkerId worker, SessionId session) {
        return new Decision.Builder()
                .effect(new Effect.Notify(new Notice.SessionEnded(worker, session, "The worker is not known here")))
                .rejected(Refusal.Kind.NOT_FOUND, "There is no worker " + worker);
    }
}
