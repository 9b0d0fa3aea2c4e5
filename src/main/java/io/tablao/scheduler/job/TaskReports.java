// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.FailTask;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.Report;
import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskProgressed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.Notice.Granted;
import io.tablao.event.Notice.Refused;
import io.tablao.event.Notice.StopTask;
import io.tablao.event.QueueCommand.TakeTask;
import io.tablao.event.Refusal;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;

/** What workers say of the attempts that they hold, failures aside. */
final class TaskReports {

    private TaskReports() {}

    static Decision start(Circumstances circumstances, StartTask start) {
        int index = start.task().index();
        if (!circumstances.tasks().has(index)) {
            return unknown(circumstances, start);
        }
        var task = circumstances.tasks().progress(index);
        if (isRun(task, start)) {
            // Its grant was lost, or the worker asked twice.
            return new Decision.Builder().effect(granted(circumstances, start)).accepted();
        }
        if (!task.released()
                || task.attempt() != start.attempt()
                || !task.status().canStart()
                || circumstances.tasks().unmet(index) > 0) {
            return refuse(start, Refusal.Kind.CONFLICT, sentence("start", circumstances, task, start));
        }
        if (!circumstances.roster().serves(start.worker(), start.session())) {
            return returnToQueue(task, start, "Its worker is not awake in that session");
        }
        if (!circumstances.accepts(start.worker(), index)) {
            return returnToQueue(task, start, "Its worker does not accept its type, or lacks the job's tag");
        }
        if (circumstances.avoid(task).contains(start.worker())) {
            return returnToQueue(task, start, "Its worker has failed it, or is blocklisted");
        }
        var decision = new Decision.Builder()
                .event(new TaskStarted(
                        start.task(), start.attempt(), start.worker(), start.session(), circumstances.now()));
        if (circumstances.status() == JobStatus.QUEUED) {
            decision.event(
                    circumstances.becomes(JobStatus.ACTIVE, "Task " + circumstances.name(index) + " has started"));
        }
        ActiveLimit.started(circumstances, decision, index);
        return decision.effect(granted(circumstances, start))
                .effect(new Effect.Tell(
                        new TakeTask(circumstances.queueOf(index), start.task(), start.attempt(), start.worker())))
                .accepted();
    }

    private static Effect granted(Circumstances circumstances, StartTask start) {
        return new Effect.Notify(new Granted(
                start.worker(),
                start.session(),
                start.task(),
                start.attempt(),
                circumstances.head().name(),
                circumstances.head().type(),
                circumstances.head().priority(),
                circumstances.tasks().definition(start.task().index()),
                circumstances.variablesOf(start.worker())));
    }

    /**
     * The attempt is good, but not for this worker, who has taken the dispatch away from the others: they get a new one now
     * instead of when it expires.
     */
    private static Decision returnToQueue(TaskProgress task, StartTask start, String reason) {
        return new Decision.Builder()
                .event(new TaskReturned(start.task(), task.status(), false, reason))
                .effect(refused(start, reason))
                .effect(new Effect.Tell(new ReleaseTasks(start.job())))
                .accepted();
    }

    static Decision progress(Circumstances circumstances, ReportProgress report) {
        int index = report.task().index();
        if (!circumstances.tasks().has(index)) {
            return unknown(circumstances, report);
        }
        var task = circumstances.tasks().progress(index);
        if (isRun(task, report)) {
            int steps = Math.min(
                    report.steps(), circumstances.tasks().definition(index).totalSteps());
            var decision = new Decision.Builder()
                    .effect(JobTimers.untouched(
                            report.task(), report.attempt(), circumstances.now().plus(circumstances.taskTimeout())));
            if (steps > task.steps()) {
                decision.event(new TaskProgressed(report.task(), report.attempt(), steps));
            }
            return decision.accepted();
        }
        if (isEndOf(task, report)) {
            return Decision.NOTHING;
        }
        return new Decision.Builder()
                .effect(stop(report, sentence("go on with", circumstances, task, report)))
                .accepted();
    }

    static Decision finish(Circumstances circumstances, FinishTask finish) {
        int index = finish.task().index();
        var tasks = circumstances.tasks();
        if (!tasks.has(index)) {
            return unknown(circumstances, finish);
        }
        var task = tasks.progress(index);
        if (!isRun(task, finish)) {
            return isEndOf(task, finish) && task.status() == TaskStatus.COMPLETED
                    ? Decision.NOTHING
                    : overtaken(finish, sentence("complete", circumstances, task, finish));
        }
        var decision = new Decision.Builder()
                .event(new TaskCompleted(finish.task(), finish.attempt(), finish.worker(), circumstances.now()))
                .effect(circumstances.freeSlot(task));
        if (tasks.count(TaskStatus.COMPLETED) + 1 == tasks.size()) {
            return decision.event(circumstances.becomes(JobStatus.COMPLETED, "All its tasks are completed"))
                    .accepted();
        }
        afterEndOfWork(circumstances, decision, index);
        if (circumstances.status().runs()) {
            if (tasks.unblocks(index)) {
                decision.effect(new Effect.Tell(new ReleaseTasks(finish.job())));
            } else {
                Standstill.tellIfReached(circumstances, decision, index, TaskStatus.COMPLETED);
            }
        }
        return decision.accepted();
    }

    /** Moves the job on when one of its active tasks has ended, and more is to be done. */
    static void afterEndOfWork(Circumstances circumstances, Decision.Builder decision, int index) {
        if (circumstances.status() == JobStatus.PAUSE_REQUESTED
                && circumstances.tasks().count(TaskStatus.ACTIVE) == 1) {
            decision.event(circumstances.becomes(JobStatus.PAUSED, "Its last active task has ended"));
        } else if (circumstances.status() == JobStatus.QUEUED) {
            decision.event(circumstances.becomes(JobStatus.ACTIVE, "Task " + circumstances.name(index) + " has ended"));
        }
    }

    /** Whether the report is about the attempt that runs, from the worker and session that run it. */
    static boolean isRun(TaskProgress task, Report report) {
        return task.status() == TaskStatus.ACTIVE && isSameAttempt(task, report);
    }

    /** Whether the attempt has ended by the worker's own word: this is a report delivered twice, or late. */
    static boolean isEndOf(TaskProgress task, Report report) {
        return isSameAttempt(task, report)
                && (task.status() == TaskStatus.COMPLETED
                        || (task.status() != TaskStatus.ACTIVE
                                && task.failedBy().contains(report.worker())));
    }

    private static boolean isSameAttempt(TaskProgress task, Report report) {
        return task.attempt() == report.attempt()
                && report.worker().equals(task.worker())
                && report.session().equals(task.session());
    }

    private static String sentence(String verb, Circumstances circumstances, TaskProgress task, Report report) {
        return "Expected to %s task %s in attempt %d but it is %s in attempt %d"
                .formatted(verb, circumstances.name(task.index()), report.attempt(), task.status(), task.attempt());
    }

    static Decision overtaken(FailTask failure, Circumstances circumstances, TaskProgress task) {
        return overtaken(failure, sentence("fail", circumstances, task, failure));
    }

    private static Decision overtaken(Report report, String sentence) {
        return new Decision.Builder().effect(stop(report, sentence)).rejected(Refusal.Kind.CONFLICT, sentence);
    }

    static Decision unknown(Circumstances circumstances, Report report) {
        return refuse(
                report,
                Refusal.Kind.NOT_FOUND,
                "Job %s has no task %d"
                        .formatted(circumstances.head().name(), report.task().index()));
    }

    /** Refused, so that the worker is free for something else. */
    static Decision refuse(Report report, Refusal.Kind kind, String sentence) {
        return new Decision.Builder().effect(refused(report, sentence)).rejected(kind, sentence);
    }

    private static Effect refused(Report report, String reason) {
        return new Effect.Notify(
                new Refused(report.worker(), report.session(), report.task(), report.attempt(), reason));
    }

    private static Effect stop(Report report, String reason) {
        return new Effect.Notify(
                new StopTask(report.worker(), report.session(), report.task(), report.attempt(), reason));
    }
}
