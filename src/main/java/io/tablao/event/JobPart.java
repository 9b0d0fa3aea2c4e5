// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.JobOptions;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a job. */
public sealed interface JobPart extends State {

    JobId job();

    @Override
    default EntityKey entity() {
        return EntityKey.of(job());
    }

    /**
     * A job without its tasks. Settings are not decided on, so they are not here.
     *
     * @param type its job type; empty: it was written before this was noted
     * @param compilation whose chunks are taken; null: none has begun
     * @param nextChunk the chunk that is due
     * @param initialStatus to which the job goes when it is sealed
     * @param blocklist task types by worker
     * @param ended when it was completed, failed or canceled; null: it was not, or it runs again
     * @param deleteRequested since when it is being deleted; null: it is not
     */
    @Version(3)
    record JobHead(
            JobId job,
            String name,
            String type,
            JobStatus status,
            JobStatus initialStatus,
            int priority,
            @Nullable String workerTag,
            Instant created,
            @Nullable String compilation,
            int nextChunk,
            Map<WorkerId, Set<String>> blocklist,
            @Nullable Instant ended,
            @Nullable Instant deleteRequested)
            implements JobPart {
        public JobHead {
            blocklist = Map.copyOf(blocklist);
            type = type == null ? "" : type;
            // Written before the end was noted.
            ended = ended == null && status.ended() ? created : ended;
        }

        @Override
        public String part() {
            return "head";
        }

        public static JobHead of(JobId job, JobSubmission submission, Instant created) {
            return new JobHead(
                    job,
                    submission.name(),
                    submission.type(),
                    JobStatus.UNDER_CONSTRUCTION,
                    submission.initialStatus(),
                    submission.priority(),
                    submission.workerTag(),
                    created,
                    null,
                    0,
                    Map.of(),
                    null,
                    null);
        }

        /** @param at when it got the status; null: nobody knows */
        public JobHead withStatus(JobStatus next, @Nullable Instant at) {
            Instant end = next.ended() ? at : null;
            return with(next, initialStatus, priority, compilation, nextChunk, blocklist, end, deleteRequested);
        }

        public JobHead withInitialStatus(JobStatus next) {
            return with(status, next, priority, compilation, nextChunk, blocklist, ended, deleteRequested);
        }

        public JobHead withPriority(int next) {
            return with(status, initialStatus, next, compilation, nextChunk, blocklist, ended, deleteRequested);
        }

        public JobHead withCompilation(@Nullable String next, int chunk) {
            return with(status, initialStatus, priority, next, chunk, blocklist, ended, deleteRequested);
        }

        public JobHead withBlocklist(Map<WorkerId, Set<String>> next) {
            return with(status, initialStatus, priority, compilation, nextChunk, next, ended, deleteRequested);
        }

        public JobHead withDeleteRequested(Instant at) {
            return with(status, initialStatus, priority, compilation, nextChunk, blocklist, ended, at);
        }

        public JobHead withWorkerTag(@Nullable String next) {
            return new JobHead(
                    job,
                    name,
                    type,
                    status,
                    initialStatus,
                    priority,
                    next,
                    created,
                    compilation,
                    nextChunk,
                    blocklist,
                    ended,
                    deleteRequested);
        }

        private JobHead with(
                JobStatus status,
                JobStatus initialStatus,
                int priority,
                @Nullable String compilation,
                int nextChunk,
                Map<WorkerId, Set<String>> blocklist,
                @Nullable Instant ended,
                @Nullable Instant deleteRequested) {
            return new JobHead(
                    job,
                    name,
                    type,
                    status,
                    initialStatus,
                    priority,
                    workerTag,
                    created,
                    compilation,
                    nextChunk,
                    blocklist,
                    ended,
                    deleteRequested);
        }
    }

    /** All that is remembered of a deleted job: that its id was used. */
    record JobGrave(JobId job, Instant deleted) implements JobPart {
        @Override
        public String part() {
            return "grave";
        }
    }

    /** One chunk of a job's tasks, as authored. */
    record JobTasks(JobId job, int chunk, List<TaskDefinition> tasks) implements JobPart {
        public JobTasks {
            tasks = List.copyOf(tasks);
        }

        @Override
        public String part() {
            return "tasks/" + chunk;
        }
    }

    /**
     * What has become of a task; a task without this part has never been touched.
     *
     * @param attempt the newest attempt, 0: none yet
     * @param released whether a queue has it, with that attempt
     * @param worker who runs it, or ran it last; null: nobody has
     * @param session of that worker
     * @param started when the attempt was granted
     * @param failedBy who failed it, since somebody queued it anew
     */
    record TaskProgress(
            JobId job,
            int index,
            TaskStatus status,
            int attempt,
            boolean released,
            int steps,
            @Nullable WorkerId worker,
            @Nullable SessionId session,
            @Nullable Instant started,
            Set<WorkerId> failedBy)
            implements JobPart {
        public TaskProgress {
            failedBy = Set.copyOf(failedBy);
        }

        @Override
        public String part() {
            return "task/" + index;
        }

        public static TaskProgress untouched(JobId job, int index) {
            return new TaskProgress(job, index, TaskStatus.QUEUED, 0, false, 0, null, null, null, Set.of());
        }
    }

    /**
     * What a job has asked for beside the usual, and what of that it still waits for.
     *
     * @param startPending whether the time of its start is still to come
     * @param waitsFor the jobs that must be completed first, as they were heard of last
     */
    record JobTerms(JobId job, JobOptions options, boolean startPending, Map<JobId, Predecessor> waitsFor)
            implements JobPart {

        /**
         * A job that another one waits for.
         *
         * @param name empty: it was not heard of yet
         */
        public record Predecessor(String name, @Nullable JobStatus status) {}

        public JobTerms {
            waitsFor = Map.copyOf(waitsFor);
        }

        @Override
        public String part() {
            return "terms";
        }
    }

    /** Another job that waits for this one. */
    record JobFollower(JobId job, JobId follower) implements JobPart {
        @Override
        public String part() {
            return "follower/" + follower;
        }
    }

    /**
     * A task that was tried again after it would have failed.
     *
     * @param retry how often
     * @param notBefore when it may be handed out again; null: it may be
     */
    record TaskRetry(
            JobId job, int index, int retry, @Nullable Instant notBefore) implements JobPart {
        @Override
        public String part() {
            return "retry/" + index;
        }
    }
}
