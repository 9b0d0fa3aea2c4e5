// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
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

/** What is asked of a job and its tasks. */
public sealed interface JobCommand extends Command {

    JobId job();

    @Override
    default EntityKey entity() {
        return EntityKey.of(job());
    }

    /** From a worker, about an attempt that it holds; refused from any other attempt, worker or session. */
    sealed interface Report extends JobCommand {
        TaskKey task();

        int attempt();

        WorkerId worker();

        SessionId session();

        @Override
        default JobId job() {
            return task().job();
        }
    }

    /** A second one for the same job changes nothing. */
    record RegisterJob(JobId job, JobSubmission submission) implements JobCommand {}

    /**
     * A run of the compiler's tasks, in order of their indices. Chunk 0 of another compilation starts the job's tasks anew;
     * any other chunk that does not follow the last one is thrown away.
     *
     * @param compilation names one run of the script
     * @param chunk number of the chunk, from 0
     */
    record AddTasks(JobId job, String compilation, int chunk, List<TaskDefinition> tasks) implements JobCommand {
        public AddTasks {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Ends a compilation: the job has all its tasks and may run.
     *
     * @param settings as the script left them
     * @param metadata as the script left it
     * @param scriptHash of the script that compiled the job
     */
    record SealJob(
            JobId job,
            String compilation,
            int taskCount,
            JsonText settings,
            Map<String, String> metadata,
            String scriptHash)
            implements JobCommand {
        public SealJob {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * The script, or the check of what it made, failed.
     *
     * @param message one sentence for the submitter, with script, line and column where they are known
     */
    record FailCompilation(JobId job, String message) implements JobCommand {}

    /** A person asks for a status: queued or requeueing, cancel-requested, pause-requested. */
    record RequestJobStatus(JobId job, JobStatus status, String reason) implements JobCommand {}

    record ChangeJobPriority(JobId job, int priority) implements JobCommand {}

    /** @param tag UUID of the tag that workers must carry from now on; null: any worker will do */
    record ChangeJobTag(JobId job, @Nullable String tag) implements JobCommand {}

    /**
     * A person asks for another status of one task: queued, canceled or paused. Queued by hand, it starts anew, and nobody's
     * failure of it counts any more.
     */
    record RequestTaskStatus(TaskKey task, TaskStatus status, String reason) implements JobCommand {
        @Override
        public JobId job() {
            return task.job();
        }
    }

    /**
     * A person takes workers off the job's blocklist. Their failures still count.
     *
     * @param taskTypes what they may run again, by worker; what is not on the list is passed over
     */
    record UnblockWorkers(JobId job, Map<WorkerId, Set<String>> taskTypes) implements JobCommand {
        public UnblockWorkers {
            taskTypes = Map.copyOf(taskTypes);
        }
    }

    /**
     * A person asks that the job be deleted with all that belongs to it; it is canceled first, when it runs.
     *
     * @param reason one sentence for people
     */
    record DeleteJob(JobId job, String reason) implements JobCommand {}

    /** From a timer: the job was kept as long as the farm keeps jobs, unless it has run again since it ended then. */
    record ExpireJob(JobId job, Instant ended) implements JobCommand {}

    /** From a timer: go on erasing a job that is being deleted, by one step of bounded size. */
    record EraseJob(JobId job) implements JobCommand {}

    /** From a timer: no message of the deleted job's submission can be on its way any more, so its id may be forgotten. */
    record ForgetDeletedJob(JobId job) implements JobCommand {}

    /**
     * From the job to itself, after a change of what can run: hand over to the queues what is ready, and call back what has
     * to wait again.
     */
    record ReleaseTasks(JobId job) implements JobCommand {}

    /** A worker holds the dispatch, and asks to be granted the start. */
    record StartTask(TaskKey task, int attempt, WorkerId worker, SessionId session) implements Report {}

    /**
     * That it lives, and how far it is.
     *
     * @param steps completed so far in this attempt
     */
    record ReportProgress(TaskKey task, int attempt, WorkerId worker, SessionId session, int steps) implements Report {}

    record FinishTask(TaskKey task, int attempt, WorkerId worker, SessionId session) implements Report {}

    record FailTask(TaskKey task, int attempt, WorkerId worker, SessionId session, String message) implements Report {}

    /**
     * A worker was lost, signed off or began another session: what it held goes back to the queue.
     *
     * @param keep the session whose tasks it keeps; null: none
     */
    record ReturnTasks(JobId job, WorkerId worker, @Nullable SessionId keep, String reason) implements JobCommand {}

    /** From a timer: the task that waits for its retry may be tried again. */
    record RetryTask(TaskKey task, int retry) implements JobCommand {
        @Override
        public JobId job() {
            return task.job();
        }
    }

    /** From a job that is to come after this one: it wants to know how this one is, and hear how it ends. */
    record FollowJob(JobId job, JobId follower) implements JobCommand {}

    /**
     * To a job that is to come after another one.
     *
     * @param name of the other one
     * @param status of the other one; null: there is no such job
     */
    record HearOfJob(
            JobId job,
            JobId predecessor,
            String name,
            @Nullable JobStatus status) implements JobCommand {}

    /** From a timer: look whether nothing has been heard of the attempt for too long. */
    record CheckTask(TaskKey task, int attempt) implements JobCommand {
        @Override
        public JobId job() {
            return task.job();
        }
    }

    /** A queue's dispatch or offer was not taken in time. The task gets a new attempt, unless it has started meanwhile. */
    record ExpireAttempt(TaskKey task, int attempt) implements JobCommand {
        @Override
        public JobId job() {
            return task.job();
        }
    }
}
