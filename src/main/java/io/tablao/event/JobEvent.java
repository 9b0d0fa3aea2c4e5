// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.JobOptions;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to a job and its tasks. */
public sealed interface JobEvent extends Event {

    JobId job();

    @Override
    default EntityKey entity() {
        return EntityKey.of(job());
    }

    /** Something that happened to one task. */
    sealed interface OfTask extends JobEvent {
        TaskKey task();

        @Override
        default JobId job() {
            return task().job();
        }
    }

    /** The job is under construction. */
    record JobRegistered(JobId job, JobSubmission submission, Instant created) implements JobEvent {}

    /** A compilation began again: whatever tasks the job had are gone. */
    record CompilationRestarted(JobId job, String compilation) implements JobEvent {}

    record TasksAdded(JobId job, String compilation, int chunk, List<TaskDefinition> tasks) implements JobEvent {
        public TasksAdded {
            tasks = List.copyOf(tasks);
        }
    }

    /** The job is complete as authored, and under construction no more: a change to its first status follows. */
    record JobSealed(JobId job, int taskCount, JsonText settings, Map<String, String> metadata, String scriptHash)
            implements JobEvent {
        public JobSealed {
            metadata = Map.copyOf(metadata);
        }
    }

    /** The job has asked for something beside the usual; comes with its sealing, where it does. */
    record OptionsTaken(JobId job, JobOptions options) implements JobEvent {}

    /** The time has come that the job was to wait for. */
    record StartTimeReached(JobId job, String activity) implements JobEvent {}

    /**
     * News of a job that this one is to come after.
     *
     * @param name of the other one
     * @param status of the other one, which is no more waited for when it is completed; null: it does not exist, and is not
     *     waited for either
     */
    record PredecessorHeard(
            JobId job,
            JobId predecessor,
            String name,
            @Nullable JobStatus status,
            String activity) implements JobEvent {}

    /** Another job waits for this one. */
    record FollowerAdded(JobId job, JobId follower) implements JobEvent {}

    /** Who waited for the job does not any more, since it is completed. */
    record FollowersForgotten(JobId job) implements JobEvent {}

    /**
     * Follows the return of a task that would have failed for good: it is not handed out before that time.
     *
     * @param retry which one, from 1
     */
    record RetryPlanned(TaskKey task, int retry, Instant notBefore) implements OfTask {}

    /** The time has come that the task was to wait for. */
    record RetryDue(TaskKey task) implements OfTask {}

    /**
     * The job has failed before it had tasks. What compilations had added is gone.
     *
     * @param at null in events that are older than the field
     */
    @Version(2)
    record CompilationFailed(
            JobId job, String message, @Nullable Instant at) implements JobEvent {}

    /**
     * The job was canceled before it had all its tasks. What compilations had added is gone.
     *
     * @param at null in events that are older than the field
     */
    @Version(2)
    record CompilationCanceled(
            JobId job, String reason, @Nullable Instant at) implements JobEvent {}

    /**
     * Somebody asked for another first status while the job was under construction, which it still is.
     *
     * @param status queued or paused
     */
    record InitialStatusChanged(JobId job, JobStatus status, String reason) implements JobEvent {}

    /**
     * @param reason one sentence for people, the job's new activity
     * @param at null in events that are older than the field
     */
    @Version(2)
    record JobStatusChanged(
            JobId job,
            JobStatus from,
            JobStatus to,
            String reason,
            @Nullable Instant at) implements JobEvent {}

    /**
     * Nothing of the job can run any more unless somebody asks, and yet it has not ended: too few of its tasks failed for
     * that, or single ones were canceled or paused. Its status stays as it is.
     *
     * @param reason how its tasks stand, the job's new activity
     */
    record JobStalled(JobId job, String reason) implements JobEvent {}

    record JobPriorityChanged(JobId job, int priority) implements JobEvent {}

    /**
     * The job's tasks are for other workers from now on, and no queue has any of them; what is active goes on.
     *
     * @param tag UUID of the tag that workers must carry; null: any worker will do
     */
    record JobTagChanged(JobId job, @Nullable String tag) implements JobEvent {}

    /** Nothing of the job runs or will run any more; what is left of it is being erased. */
    record JobDeletionRequested(JobId job, Instant at, String reason) implements JobEvent {}

    /**
     * Of the state of a job that is being deleted, the tasks of all but the first chunks are gone. Nobody else's business.
     *
     * @param chunksLeft how many chunks of tasks are still there
     */
    record JobTasksErased(JobId job, int chunksLeft) implements JobEvent {
        @Override
        public boolean published() {
            return false;
        }
    }

    /** Nothing is left of the job but the memory that its id was used. */
    record JobDeleted(JobId job, Instant at) implements JobEvent {}

    /** The id of a deleted job may be used again. Nobody else's business. */
    record JobForgotten(JobId job) implements JobEvent {
        @Override
        public boolean published() {
            return false;
        }
    }

    /** The tasks were handed to the queue of their type: they are runnable, with these attempts. */
    record TasksReleased(JobId job, List<QueuedTask> tasks) implements JobEvent {
        public TasksReleased {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * The tasks are not runnable any more, since something that they depend on is to be done again, or as many tasks of the
     * job run as may at once.
     */
    record TasksRecalled(JobId job, List<QueuedTask> tasks) implements JobEvent {
        public TasksRecalled {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * All tasks of the job that had one of the statuses now have another one, and are not runnable; those that become queued
     * have 0 steps and an empty failure list.
     */
    record TasksChanged(JobId job, Set<TaskStatus> from, TaskStatus to, String reason) implements JobEvent {
        public TasksChanged {
            from = Set.copyOf(from);
        }
    }

    /** The blocklist of the job is empty again, and so is the failure list of every task of it; no task was retried. */
    record BlocklistCleared(JobId job) implements JobEvent {}

    /** The worker runs no tasks of this type for this job any more. */
    record WorkerBlocklisted(JobId job, WorkerId worker, String taskType) implements JobEvent {}

    /** @param taskTypes what workers that were on the blocklist may run again, by worker */
    record WorkersUnblocked(JobId job, Map<WorkerId, Set<String>> taskTypes) implements JobEvent {
        public WorkersUnblocked {
            taskTypes = Map.copyOf(taskTypes);
        }
    }

    record TaskStarted(TaskKey task, int attempt, WorkerId worker, SessionId session, Instant at) implements OfTask {}

    record TaskProgressed(TaskKey task, int attempt, int steps) implements OfTask {}

    record TaskCompleted(TaskKey task, int attempt, WorkerId worker, Instant at) implements OfTask {}

    /** The worker joined the task's failure list; another may try. */
    record TaskSoftFailed(TaskKey task, int attempt, WorkerId worker, String message) implements OfTask {}

    /**
     * The task is given up.
     *
     * @param worker who failed it, and joined its failure list; null: it was not running, but no worker is left that may
     */
    record TaskFailed(TaskKey task, int attempt, @Nullable WorkerId worker, String message) implements OfTask {}

    /** Somebody canceled this one task. */
    record TaskCanceled(TaskKey task, String reason) implements OfTask {}

    /**
     * The task is not runnable any more, or not being run: its worker was lost, its dispatch expired, a failure was
     * forgotten, or somebody asked for it. Steps are 0.
     *
     * @param to queued, soft-failed (if it was that before it started) or paused
     * @param forgetFailures whether its failure list is emptied
     */
    record TaskReturned(TaskKey task, TaskStatus to, boolean forgetFailures, String reason) implements OfTask {}
}
