// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.CheckTask;
import io.tablao.event.JobCommand.FailTask;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.Notice.StopTask;
import io.tablao.model.Durations;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/** What follows when a worker fails a task: for the task, for the worker, for other tasks, and for the job. */
final class TaskFailures {

    private final Circumstances circumstances;
    private final FailTask failure;
    private final String type;
    private final TaskProgress task;

    /** Workers that are blocklisted for the type, this one too if that is due. */
    private final Set<WorkerId> blocklist;

    private final Decision.Builder decision = new Decision.Builder();

    /** How many tasks of the job are failed, as the decision goes on. */
    private int failed;

    /** Whether the decision queues other tasks again. */
    private boolean queuedAgain;

    private TaskFailures(Circumstances circumstances, FailTask failure, TaskProgress task) {
        this.circumstances = circumstances;
        this.failure = failure;
        this.task = task;
        type = circumstances.tasks().definition(task.index()).type();
        failed = circumstances.tasks().count(TaskStatus.FAILED);
        var blocklisted = circumstances.blocklisted(type);
        blocklist = blocklistIsDue() ? Circumstances.union(blocklisted, Set.of(failure.worker())) : blocklisted;
    }

    static Decision fail(Circumstances circumstances, FailTask failure) {
        int index = failure.task().index();
        if (!circumstances.tasks().has(index)) {
            return TaskReports.unknown(circumstances, failure);
        }
        var task = circumstances.tasks().progress(index);
        if (!TaskReports.isRun(task, failure)) {
            return TaskReports.isEndOf(task, failure) && task.failedBy().contains(failure.worker())
                    ? Decision.NOTHING
                    : TaskReports.overtaken(failure, circumstances, task);
        }
        return new TaskFailures(circumstances, failure, task).decide();
    }

    /**
     * The timer has fired, so no report has set it anew for as long as a task may be silent. It has failed on its worker, which
     * is told to stop. Flamenco: an active task that is not touched for {@code task_timeout} fails.
     */
    static Decision timeOut(Circumstances circumstances, CheckTask check) {
        int index = check.task().index();
        if (!circumstances.tasks().has(index)) {
            return Decision.NOTHING;
        }
        var task = circumstances.tasks().progress(index);
        if (task.status() != TaskStatus.ACTIVE || task.attempt() != check.attempt()) {
            return Decision.NOTHING;
        }
        var started = Objects.requireNonNull(task.started(), "an active task has started");
        // A start that lies far in the future is of a clock that was set back since, and long ago.
        if (Duration.between(started, circumstances.now()).abs().compareTo(circumstances.taskTimeout()) < 0) {
            return new Decision.Builder()
                    .effect(JobTimers.untouched(
                            check.task(), check.attempt(), started.plus(circumstances.taskTimeout())))
                    .accepted();
        }
        var worker = Objects.requireNonNull(task.worker(), "an active task has a worker");
        var session = Objects.requireNonNull(task.session(), "an active task has a session");
        String sentence = "Nothing was heard of it for " + Durations.text(circumstances.taskTimeout());
        var failures = new TaskFailures(
                circumstances, new FailTask(check.task(), check.attempt(), worker, session, sentence), task);
        failures.decision.effect(
                new Effect.Notify(new StopTask(worker, session, check.task(), check.attempt(), sentence)));
        return failures.decide();
    }

    private Decision decide() {
        Set<WorkerId> failedBy = Circumstances.union(task.failedBy(), Set.of(failure.worker()));
        boolean hopeless = nobodyLeft(failedBy);
        boolean hard = hopeless || failedBy.size() >= circumstances.rules().taskFailAfter();
        decision.effect(circumstances.freeSlot(task));
        if (hard && Retries.possible(circumstances, task.index(), blocklist)) {
            hopeless = false;
            decision.event(new TaskSoftFailed(failure.task(), failure.attempt(), failure.worker(), failure.message()));
            Retries.plan(circumstances, decision, task.index(), failure.message());
        } else if (hard) {
            failHard();
        } else {
            failSoft();
        }
        if (blocklistIsDue()) {
            decision.event(new WorkerBlocklisted(failure.job(), failure.worker(), type));
            queueAgainWhatTheWorkerFailed();
            hopeless = hopeless || failOneThatNobodyIsLeftFor();
        }
        if (hopeless) {
            failJob("Task %s failed, and no worker is left to try it: %s"
                    .formatted(circumstances.name(task.index()), failure.message()));
        } else if (failed > 0
                && 100L * failed
                        >= (long) circumstances.rules().jobFailPercent()
                                * circumstances.tasks().size()) {
            failJob("%d of %d tasks failed, the last one was %s: %s"
                    .formatted(
                            failed, circumstances.tasks().size(), circumstances.name(task.index()), failure.message()));
        } else {
            TaskReports.afterEndOfWork(circumstances, decision, task.index());
            if (circumstances.status().runs()) {
                decision.effect(new Effect.Tell(new ReleaseTasks(failure.job())));
                if (hard && !queuedAgain) {
                    Standstill.tellIfReached(circumstances, decision, task.index(), TaskStatus.FAILED);
                }
            }
        }
        return decision.accepted();
    }

    private void failHard() {
        decision.event(new TaskFailed(failure.task(), failure.attempt(), failure.worker(), failure.message()));
        failed++;
    }

    private void failSoft() {
        decision.event(new TaskSoftFailed(failure.task(), failure.attempt(), failure.worker(), failure.message()));
        if (pausing()) {
            decision.event(new TaskReturned(failure.task(), TaskStatus.PAUSED, false, "The job is being paused"));
        }
    }

    private boolean blocklistIsDue() {
        var before = circumstances.tasks().failuresOf(failure.worker(), type).stream()
                .filter(other -> other.index() != task.index())
                .count();
        return before + 1 >= circumstances.rules().blocklistThreshold()
                && !circumstances.blocklisted(type).contains(failure.worker());
    }

    /** The worker is at fault rather than the tasks, so whoever has not failed them may try; if there is anybody. */
    private void queueAgainWhatTheWorkerFailed() {
        for (var other : circumstances.tasks().failuresOf(failure.worker(), type)) {
            if (other.status() == TaskStatus.FAILED && !nobodyLeft(other.failedBy())) {
                decision.event(new TaskReturned(
                        circumstances.key(other.index()),
                        pausing() ? TaskStatus.PAUSED : TaskStatus.QUEUED,
                        false,
                        "A worker that had failed it is blocklisted"));
                queuedAgain = true;
                failed--;
            }
        }
    }

    /**
     * With the worker on the blocklist, nobody may be left for what others have failed. One such task is enough to fail the
     * job, unless it is to be retried, which the next release sees to. If nobody were left for tasks without failures, nobody would be left for the task in hand either.
     */
    private boolean failOneThatNobodyIsLeftFor() {
        for (var other : circumstances.tasks().withFailures()) {
            if (other.index() != task.index()
                    && other.status().canStart()
                    && circumstances.tasks().definition(other.index()).type().equals(type)
                    && nobodyLeft(other.failedBy())
                    && !Retries.possible(circumstances, other.index(), blocklist)) {
                decision.event(new TaskFailed(
                        circumstances.key(other.index()),
                        other.attempt(),
                        null,
                        "All workers that could run it have failed it, or are blocklisted"));
                failed++;
                return true;
            }
        }
        return false;
    }

    private boolean nobodyLeft(Set<WorkerId> failedBy) {
        return circumstances.nobodyLeft(type, Circumstances.union(blocklist, failedBy));
    }

    private boolean pausing() {
        return circumstances.status() == JobStatus.PAUSE_REQUESTED;
    }

    private void failJob(String reason) {
        Cancellation.fail(circumstances, decision, reason, failed, task.index());
    }
}
