// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.Notice.StopTask;
import io.tablao.event.QueueCommand.DequeueJob;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.Objects;
import java.util.Set;

/** How a job ends before its work is done: it is canceled, or fails. */
final class Cancellation {

    private static final Set<TaskStatus> UNFINISHED =
            Set.of(TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED);

    /** No task. */
    static final int NONE = -1;

    private Cancellation() {}

    static void cancel(Circumstances circumstances, Decision.Builder decision, String reason) {
        int unfinished = circumstances.tasks().count(UNFINISHED);
        end(circumstances, decision, JobStatus.CANCELED, reason, unfinished, NONE);
    }

    /**
     * @param failed how many tasks are failed, with what this decision makes of them
     * @param ended an active task whose end this decision has dealt with; negative: there is none
     */
    static void fail(Circumstances circumstances, Decision.Builder decision, String reason, int failed, int ended) {
        int unfinished = circumstances.tasks().count(UNFINISHED)
                - (failed - circumstances.tasks().count(TaskStatus.FAILED));
        end(circumstances, decision, JobStatus.FAILED, reason, unfinished, ended);
    }

    private static void end(
            Circumstances circumstances,
            Decision.Builder decision,
            JobStatus status,
            String reason,
            int unfinished,
            int ended) {
        decision.event(circumstances.becomes(status, reason));
        if (unfinished > 0) {
            decision.event(new TasksChanged(
                    circumstances.head().job(), UNFINISHED, TaskStatus.CANCELED, "The job is " + status));
        }
        for (var task : circumstances.tasks().active()) {
            if (task.index() != ended) {
                stop(circumstances, decision, task, "The job is " + status);
            }
        }
        dequeue(circumstances, decision);
    }

    /** Relieves an active task's worker of it. */
    static void stop(Circumstances circumstances, Decision.Builder decision, TaskProgress active, String reason) {
        var worker = Objects.requireNonNull(active.worker(), "an active task has a worker");
        var session = Objects.requireNonNull(active.session(), "an active task has a session");
        decision.effect(new Effect.Notify(
                        new StopTask(worker, session, circumstances.key(active.index()), active.attempt(), reason)))
                .effect(circumstances.freeSlot(active));
    }

    /** The job's queues forget its tasks. */
    static void dequeue(Circumstances circumstances, Decision.Builder decision) {
        for (var type : circumstances.tasks().types()) {
            decision.effect(new Effect.Tell(new DequeueJob(
                    circumstances.queue(type), circumstances.head().job())));
        }
    }
}
