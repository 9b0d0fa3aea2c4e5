// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import io.tablao.event.Answer;
import io.tablao.event.Command;
import io.tablao.event.HoldStage;
import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.Refusal;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerPart.WorkerHold;
import io.tablao.model.QueueId;
import io.tablao.model.RequestedStatus;
import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The slot of a worker that speaks HTTP: what a slot of a worker on Kafka does by itself is decided here. The worker asks; its
 * queues are told that it waits; the first offer is taken, and its job asked for the start; with the grant the request is
 * answered, by the api process that holds it now. What it has it keeps when that process dies, and gets again when it asks
 * again.
 */
final class Work {

    private Work() {}

    static Decision request(WorkerCase worker, WorkerCommand.RequestTask request) {
        var caller = request.caller();
        WorkerStatus status = Calls.status(worker);
        if (status != WorkerStatus.AWAKE) {
            return Calls.refused(
                    worker,
                    caller,
                    new Refusal(
                            Refusal.Kind.CONFLICT,
                            "Worker " + Calls.name(worker) + " is " + status + "; only one that is awake gets tasks"));
        }
        WorkerStatus wanted = Calls.wanted(worker);
        if (wanted != null) {
            return Calls.goTo(worker, caller, wanted);
        }
        var state = worker.worker();
        WorkerState.Wait before = state.waiting();
        if (before != null && before.caller().equals(caller)) {
            // Delivered twice: the request is waiting already, and is not to be told that there is nothing.
            return Decision.NOTHING;
        }
        if (before != null) {
            // It has given that request up, or it would not ask again.
            worker.effect(new Effect.Reply(new Answer.NothingToDo(
                    before.caller().api(), before.caller().request())));
        }
        worker.event(new WorkerEvent.WaitBegun(state.worker(), caller, request.until()))
                .effect(WorkerTimers.stopWaiting(state.worker(), caller.request(), request.until()));
        WorkerHold hold = open(state.hold());
        if (hold == null) {
            tellQueues(worker, request.until());
        } else {
            // Granted again if it is still good, and refused if it is not.
            tell(worker, new JobCommand.StartTask(hold.task(), hold.attempt(), state.worker(), state.session()));
        }
        // To wait is to be seen.
        Instant silentFrom = request.until().isAfter(worker.now()) ? request.until() : worker.now();
        return worker.effect(WorkerTimers.unseen(
                        state.worker(),
                        state.session(),
                        silentFrom.plus(worker.rules().workerTimeout())))
                .accepted();
    }

    static Decision stopWaiting(WorkerCase worker, WorkerCommand.StopWaiting stop) {
        WorkerState.Wait wait = worker.worker().waiting();
        return wait == null || !wait.caller().request().equals(stop.request())
                ? Decision.NOTHING
                : worker.answerWait(caller -> new Answer.NothingToDo(caller.api(), caller.request()))
                        .accepted();
    }

    static Decision take(WorkerCase worker, WorkerCommand.TakeOffer offer) {
        var state = worker.worker();
        if (!state.session().equals(offer.session()) || state.waiting() == null || open(state.hold()) != null) {
            decline(worker.decision(), offer);
            return worker.accepted();
        }
        worker.event(new WorkerEvent.AttemptHeld(
                state.worker(), state.session(), offer.task(), offer.attempt(), HoldStage.ASKED, 0));
        return tell(worker, new JobCommand.StartTask(offer.task(), offer.attempt(), state.worker(), state.session()))
                .accepted();
    }

    static Decision.Builder decline(Decision.Builder decision, WorkerCommand.TakeOffer offer) {
        return decision.effect(new Effect.Tell(
                new QueueCommand.DeclineOffer(offer.queue(), offer.task(), offer.attempt(), offer.worker())));
    }

    static Decision begin(WorkerCase worker, WorkerCommand.BeginTask begin) {
        WorkerHold hold = held(worker, begin.session(), begin.task(), begin.attempt());
        if (hold == null) {
            return Decision.NOTHING;
        }
        if (hold.stage() == HoldStage.ASKED) {
            worker.event(stage(hold, HoldStage.RUNNING, hold.logChunks()));
        }
        return worker.answerWait(caller -> new Answer.TaskGiven(
                        caller.api(),
                        caller.request(),
                        begin.task(),
                        begin.attempt(),
                        begin.jobName(),
                        begin.jobType(),
                        begin.jobPriority(),
                        begin.definition(),
                        begin.variables()))
                .accepted();
    }

    static Decision drop(WorkerCase worker, WorkerCommand.DropTask drop) {
        if (held(worker, drop.session(), drop.task(), drop.attempt()) == null) {
            return Decision.NOTHING;
        }
        worker.event(new WorkerEvent.HoldLost(drop.worker()));
        WorkerState.Wait wait = worker.worker().waiting();
        if (wait != null) {
            tellQueues(worker, wait.until());
        }
        return worker.accepted();
    }

    static Decision keepRunning(WorkerCase worker, WorkerCommand.AskToKeepRunning ask) {
        var state = worker.worker();
        WorkerHold hold = open(state.hold());
        boolean holds = hold != null && hold.task().taskId().equals(ask.task());
        if (hold != null && holds) {
            // That it asks is a sign of life of the task.
            tell(
                    worker,
                    new JobCommand.ReportProgress(hold.task(), hold.attempt(), state.worker(), state.session(), 0));
        }
        RequestedStatus requested = state.requested();
        boolean atOnce = Calls.wanted(worker) != null && requested != null && !requested.lazy();
        String reason = "";
        if (requested != null && atOnce) {
            reason = "The worker is to be " + requested.status();
        } else if (!holds) {
            reason = "The task is not this worker's, or does not run any more";
        }
        return Calls.reply(
                worker,
                new Answer.KeepRunning(ask.caller().api(), ask.caller().request(), holds && !atOnce, reason, atOnce));
    }

    static Decision update(WorkerCase worker, WorkerCommand.UpdateTask update) {
        var state = worker.worker();
        WorkerHold hold = state.hold();
        if (hold == null || !hold.task().taskId().equals(update.task())) {
            return Calls.refused(
                    worker,
                    update.caller(),
                    new Refusal(
                            Refusal.Kind.CONFLICT,
                            "Task " + update.task() + " is not one that worker " + Calls.name(worker) + " runs"));
        }
        boolean ends = update.status() == TaskStatus.COMPLETED || update.status() == TaskStatus.FAILED;
        if (hold.stage() != HoldStage.ENDED) {
            // Any word is a sign of life. An end that is on its way to the job sets no timer.
            if (!ends || update.steps() != null) {
                int steps = update.steps() == null ? 0 : update.steps();
                tell(
                        worker,
                        new JobCommand.ReportProgress(
                                hold.task(), hold.attempt(), state.worker(), state.session(), steps));
            }
            if (update.status() == TaskStatus.COMPLETED) {
                tell(worker, new JobCommand.FinishTask(hold.task(), hold.attempt(), state.worker(), state.session()));
            } else if (update.status() == TaskStatus.FAILED) {
                tell(
                        worker,
                        new JobCommand.FailTask(
                                hold.task(), hold.attempt(), state.worker(), state.session(), update.message()));
            }
        }
        HoldStage stage = ends ? HoldStage.ENDED : hold.stage();
        if (stage != hold.stage() || update.logChunks() > 0) {
            worker.event(stage(hold, stage, hold.logChunks() + update.logChunks()));
        }
        return Calls.reply(
                worker,
                new Answer.TaskUpdated(
                        update.caller().api(),
                        update.caller().request(),
                        hold.task(),
                        hold.attempt(),
                        hold.logChunks()));
    }

    /** What it may still run. */
    private static @Nullable WorkerHold open(@Nullable WorkerHold hold) {
        return hold == null || hold.stage() == HoldStage.ENDED ? null : hold;
    }

    private static @Nullable WorkerHold held(WorkerCase worker, SessionId session, TaskKey task, int attempt) {
        WorkerHold hold = open(worker.worker().hold());
        return hold != null && hold.session().equals(session) && hold.task().equals(task) && hold.attempt() == attempt
                ? hold
                : null;
    }

    private static WorkerEvent stage(WorkerHold hold, HoldStage stage, int logChunks) {
        return new WorkerEvent.AttemptHeld(
                hold.worker(), hold.session(), hold.task(), hold.attempt(), stage, logChunks);
    }

    private static void tellQueues(WorkerCase worker, Instant until) {
        var state = worker.worker();
        for (String type : state.profile().taskTypes().stream().sorted().toList()) {
            await(worker, QueueId.of(type), until);
            for (String tag : state.profile().tags().stream().sorted().toList()) {
                await(worker, new QueueId(type, tag), until);
            }
        }
    }

    private static void await(WorkerCase worker, QueueId queue, Instant until) {
        var state = worker.worker();
        tell(worker, new QueueCommand.AwaitTask(queue, state.worker(), state.session(), until));
    }

    private static WorkerCase tell(WorkerCase worker, Command command) {
        return worker.effect(new Effect.Tell(command));
    }
}
