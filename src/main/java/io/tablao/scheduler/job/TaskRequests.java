// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.RequestTaskStatus;
import io.tablao.event.JobEvent.TaskCanceled;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.QueueCommand.WithdrawTasks;
import io.tablao.event.QueuedTask;
import io.tablao.event.Refusal;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.List;
import java.util.Set;

/** What people ask of a single task, and what it means for the job. */
final class TaskRequests {

    /**
     * Tasks of these keep a job from being canceled with its last one. Flamenco passes over paused ones; but somebody paused
     * them so as to go on with them later.
     */
    private static final Set<TaskStatus> OPEN =
            Set.of(TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED, TaskStatus.PAUSED);

    private final Circumstances circumstances;
    private final RequestTaskStatus request;
    private final TaskProgress task;
    private final Decision.Builder decision = new Decision.Builder();

    private TaskRequests(Circumstances circumstances, RequestTaskStatus request, TaskProgress task) {
        this.circumstances = circumstances;
        this.request = request;
        this.task = task;
    }

    static Decision decide(Circumstances circumstances, RequestTaskStatus request) {
        String job = circumstances.head().name();
        if (circumstances.status() == JobStatus.UNDER_CONSTRUCTION) {
            return Decision.rejected(
                    Refusal.Kind.CONFLICT, "Job " + job + " is under construction, so its tasks cannot be changed yet");
        }
        int index = request.task().index();
        if (!circumstances.tasks().has(index)) {
            return Decision.rejected(Refusal.Kind.NOT_FOUND, "Job " + job + " has no task " + index);
        }
        var requests =
                new TaskRequests(circumstances, request, circumstances.tasks().progress(index));
        return switch (request.status()) {
            case QUEUED -> requests.queue();
            case CANCELED -> requests.cancel();
            case PAUSED -> requests.pause();
            case ACTIVE, COMPLETED, FAILED, SOFT_FAILED ->
                Decision.rejected(
                        Refusal.Kind.INVALID,
                        "A task can be asked to be queued, paused or canceled, not to become " + request.status());
        };
    }

    /** Flamenco queues the tasks of a completed job all together; here it is just this one, and its job with it. */
    private Decision queue() {
        boolean triedAgain = circumstances.tasks().retry(task.index()) != null;
        if (task.status() == TaskStatus.QUEUED && task.failedBy().isEmpty() && !triedAgain) {
            return Decision.NOTHING;
        }
        decision.event(new TaskReturned(request.task(), TaskStatus.QUEUED, true, request.reason()));
        takeAway();
        if (circumstances.status().ended()) {
            decision.event(circumstances.becomes(JobStatus.QUEUED, request.reason()));
        } else {
            pauseJobThatOnlyWaitedForThis();
        }
        if (circumstances.status().runs() || circumstances.status().ended()) {
            decision.effect(new Effect.Tell(new ReleaseTasks(request.job())));
            if (circumstances.tasks().unmet(task.index()) > 0) {
                Standstill.tellIfReached(circumstances, decision, task.index(), TaskStatus.QUEUED);
            }
        }
        return decision.accepted();
    }

    private Decision cancel() {
        if (task.status() == TaskStatus.CANCELED) {
            return Decision.NOTHING;
        }
        if (!JobTransitions.allows(task.status(), TaskStatus.CANCELED)) {
            return illegal("cancel");
        }
        decision.event(new TaskCanceled(request.task(), request.reason()));
        takeAway();
        boolean last = circumstances.tasks().count(OPEN) == 1;
        if (last && JobTransitions.allows(circumstances.status(), JobStatus.CANCELED)) {
            decision.event(circumstances.becomes(JobStatus.CANCELED, "What was left of it was canceled"));
        } else {
            afterwards(TaskStatus.CANCELED);
        }
        return decision.accepted();
    }

    private Decision pause() {
        if (task.status() == TaskStatus.PAUSED) {
            return Decision.NOTHING;
        }
        if (!task.status().canStart() && task.status() != TaskStatus.ACTIVE) {
            // A failed task may become paused, but only when its job does, and to be tried again.
            return illegal("pause");
        }
        decision.event(new TaskReturned(request.task(), TaskStatus.PAUSED, false, request.reason()));
        takeAway();
        afterwards(TaskStatus.PAUSED);
        return decision.accepted();
    }

    /** Whoever runs the task is relieved of it, and the queue that has it forgets it. */
    private void takeAway() {
        if (task.status() == TaskStatus.ACTIVE) {
            Cancellation.stop(circumstances, decision, task, request.reason());
        } else if (task.released()) {
            var definition = circumstances.tasks().definition(task.index());
            decision.effect(new Effect.Tell(new WithdrawTasks(
                    circumstances.queueOf(task.index()),
                    request.job(),
                    List.of(new QueuedTask(task.index(), task.attempt(), definition.priority())))));
        }
    }

    private void afterwards(TaskStatus becomes) {
        pauseJobThatOnlyWaitedForThis();
        if (circumstances.status().runs()) {
            Standstill.tellIfReached(circumstances, decision, task.index(), becomes);
        }
    }

    private void pauseJobThatOnlyWaitedForThis() {
        if (circumstances.status() == JobStatus.PAUSE_REQUESTED
                && task.status() == TaskStatus.ACTIVE
                && circumstances.tasks().count(TaskStatus.ACTIVE) == 1) {
            decision.event(circumstances.becomes(JobStatus.PAUSED, "Its last active task was taken away"));
        }
    }

    private Decision illegal(String verb) {
        return Decision.rejected(
                Refusal.Kind.CONFLICT,
                "Expected to %s task %s but it is %s".formatted(verb, circumstances.name(task.index()), task.status()));
    }
}
