// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.RequestJobStatus;
import io.tablao.event.JobEvent.BlocklistCleared;
import io.tablao.event.JobEvent.CompilationCanceled;
import io.tablao.event.JobEvent.InitialStatusChanged;
import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.Refusal;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.Set;

/** What people ask of a job as a whole. */
final class StatusRequests {

    private static final Set<TaskStatus> PAUSABLE = Set.of(TaskStatus.QUEUED, TaskStatus.SOFT_FAILED);

    private static final Set<TaskStatus> UNDONE =
            Set.of(TaskStatus.CANCELED, TaskStatus.FAILED, TaskStatus.PAUSED, TaskStatus.SOFT_FAILED);

    private StatusRequests() {}

    static Decision decide(Circumstances circumstances, RequestJobStatus request) {
        return switch (request.status()) {
            case CANCEL_REQUESTED -> cancel(circumstances, request);
            case PAUSE_REQUESTED -> pause(circumstances, request);
            case QUEUED, REQUEUEING -> requeue(circumstances, request);
            case UNDER_CONSTRUCTION, ACTIVE, COMPLETED, FAILED, PAUSED, CANCELED ->
                Decision.rejected(
                        Refusal.Kind.INVALID,
                        "A job can be asked to be requeued, paused or canceled, not to become " + request.status());
        };
    }

    private static Decision cancel(Circumstances circumstances, RequestJobStatus request) {
        var status = circumstances.status();
        if (status == JobStatus.CANCELED) {
            return Decision.NOTHING;
        }
        if (!JobTransitions.allows(status, JobStatus.CANCELED)) {
            return illegal("cancel", circumstances);
        }
        var decision = new Decision.Builder();
        if (status == JobStatus.UNDER_CONSTRUCTION) {
            return decision.event(new CompilationCanceled(request.job(), request.reason(), circumstances.now()))
                    .accepted();
        }
        Cancellation.cancel(circumstances, decision, request.reason());
        return decision.accepted();
    }

    /** Nothing new starts; what is active goes on to its end, and then the job is paused. */
    private static Decision pause(Circumstances circumstances, RequestJobStatus request) {
        var status = circumstances.status();
        if (status == JobStatus.UNDER_CONSTRUCTION) {
            return beginAs(JobStatus.PAUSED, circumstances, request);
        }
        if (status == JobStatus.PAUSE_REQUESTED || status == JobStatus.PAUSED) {
            return Decision.NOTHING;
        }
        if (!JobTransitions.allows(status, JobStatus.PAUSE_REQUESTED)) {
            return illegal("pause", circumstances);
        }
        var decision = new Decision.Builder();
        pause(circumstances, decision, request);
        return decision.accepted();
    }

    static void pause(Circumstances circumstances, Decision.Builder decision, RequestJobStatus request) {
        var tasks = circumstances.tasks();
        boolean atRest = tasks.count(TaskStatus.ACTIVE) == 0;
        decision.event(circumstances.becomes(atRest ? JobStatus.PAUSED : JobStatus.PAUSE_REQUESTED, request.reason()));
        if (tasks.count(PAUSABLE) > 0) {
            decision.event(new TasksChanged(request.job(), PAUSABLE, TaskStatus.PAUSED, request.reason()));
        }
        Cancellation.dequeue(circumstances, decision);
    }

    /** All of a completed job, or else whatever was not done, starts anew, with every failure forgiven. */
    private static Decision requeue(Circumstances circumstances, RequestJobStatus request) {
        var status = circumstances.status();
        var tasks = circumstances.tasks();
        if (status == JobStatus.UNDER_CONSTRUCTION) {
            return beginAs(JobStatus.QUEUED, circumstances, request);
        }
        if (tasks.size() == 0) {
            // A completed job without tasks has nothing to do; any other never got its tasks.
            return status == JobStatus.COMPLETED ? Decision.NOTHING : illegal("requeue", circumstances);
        }
        var decision = new Decision.Builder();
        if (status != JobStatus.QUEUED) {
            if (!JobTransitions.allows(status, JobStatus.QUEUED)) {
                return illegal("requeue", circumstances);
            }
            decision.event(circumstances.becomes(JobStatus.QUEUED, request.reason()));
        }
        var again = status == JobStatus.COMPLETED ? Set.of(TaskStatus.COMPLETED) : UNDONE;
        boolean anythingAgain = tasks.count(again) > 0;
        boolean retriesWait = !tasks.retries().isEmpty();
        if (!circumstances.head().blocklist().isEmpty() || !tasks.withFailures().isEmpty() || retriesWait) {
            decision.event(new BlocklistCleared(request.job()));
            Blocklist.admitEverybody(circumstances, decision);
        }
        if (anythingAgain) {
            decision.event(new TasksChanged(request.job(), again, TaskStatus.QUEUED, request.reason()));
        }
        if (status == JobStatus.QUEUED && !anythingAgain && !retriesWait) {
            return decision.accepted();
        }
        return decision.effect(new Effect.Tell(new ReleaseTasks(request.job()))).accepted();
    }

    private static Decision beginAs(JobStatus initial, Circumstances circumstances, RequestJobStatus request) {
        return circumstances.head().initialStatus() == initial
                ? Decision.NOTHING
                : new Decision.Builder()
                        .event(new InitialStatusChanged(request.job(), initial, request.reason()))
                        .accepted();
    }

    private static Decision illegal(String verb, Circumstances circumstances) {
        return Decision.rejected(
                Refusal.Kind.CONFLICT,
                "Expected to %s job %s but it is %s"
                        .formatted(verb, circumstances.head().name(), circumstances.status()));
    }
}
