// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.FarmSettings;
import io.tablao.model.JobId;
import io.tablao.model.JobOptions;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.QueueId;
import io.tablao.model.RequestedStatus;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.model.WorkerTag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of an entity as it stands: what a shard writes on every change and recovers from. The newest part of a key counts; a
 * tombstone ends it.
 */
public sealed interface State extends Message {

    EntityKey entity();

    /** Names the part within its entity. */
    String part();

    @Override
    default String key() {
        return entity() + "|" + part();
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
            implements State {
        public JobHead {
            blocklist = Map.copyOf(blocklist);
            type = type == null ? "" : type;
            // Written before the end was noted.
            ended = ended == null && status.ended() ? created : ended;
        }

        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
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
    record JobGrave(JobId job, Instant deleted) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
        }

        @Override
        public String part() {
            return "grave";
        }
    }

    /** One chunk of a job's tasks, as authored. */
    record JobTasks(JobId job, int chunk, List<TaskDefinition> tasks) implements State {
        public JobTasks {
            tasks = List.copyOf(tasks);
        }

        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
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
            implements State {
        public TaskProgress {
            failedBy = Set.copyOf(failedBy);
        }

        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
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
            implements State {

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
        public EntityKey entity() {
            return EntityKey.of(job);
        }

        @Override
        public String part() {
            return "terms";
        }
    }

    /** Another job that waits for this one. */
    record JobFollower(JobId job, JobId follower) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
        }

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
            JobId job, int index, int retry, @Nullable Instant notBefore) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(job);
        }

        @Override
        public String part() {
            return "retry/" + index;
        }
    }

    /**
     * A worker.
     *
     * @param profile with the tags that people have given it
     * @param lastSeen as far as it was written down; a recovering shard starts counting anew
     * @param requested the status that it is to go to; null: it has the one that it should have
     * @param schedule when it sleeps; null: nobody has said
     * @param scheduleDue when the schedule is to be followed next; null: it is not
     */
    @Version(2)
    record WorkerHead(
            WorkerId worker,
            SessionId session,
            WorkerProfile profile,
            WorkerStatus status,
            Instant lastSeen,
            @Nullable RequestedStatus requested,
            @Nullable SleepSchedule schedule,
            @Nullable Instant scheduleDue)
            implements State {
        public WorkerHead withStatus(WorkerStatus next, Instant seen) {
            return with(profile, next, seen, requested, schedule, scheduleDue);
        }

        public WorkerHead withProfile(WorkerProfile next) {
            return with(next, status, lastSeen, requested, schedule, scheduleDue);
        }

        public WorkerHead withRequested(@Nullable RequestedStatus next) {
            return with(profile, status, lastSeen, next, schedule, scheduleDue);
        }

        public WorkerHead withSchedule(@Nullable SleepSchedule next, @Nullable Instant due) {
            return with(profile, status, lastSeen, requested, next, due);
        }

        private WorkerHead with(
                WorkerProfile profile,
                WorkerStatus status,
                Instant seen,
                @Nullable RequestedStatus requested,
                @Nullable SleepSchedule schedule,
                @Nullable Instant due) {
            return new WorkerHead(worker, session, profile, status, seen, requested, schedule, due);
        }

        @Override
        public EntityKey entity() {
            return EntityKey.of(worker);
        }

        @Override
        public String part() {
            return "head";
        }
    }

    /**
     * By what a worker that speaks HTTP is known.
     *
     * @param secretHash of its secret
     */
    record WorkerSecret(WorkerId worker, String secretHash) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(worker);
        }

        @Override
        public String part() {
            return "secret";
        }
    }

    /**
     * The attempt that a worker that speaks HTTP has, or had last.
     *
     * @param logChunks how many chunks of its log there are
     */
    record WorkerHold(WorkerId worker, SessionId session, TaskKey task, int attempt, HoldStage stage, int logChunks)
            implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(worker);
        }

        @Override
        public String part() {
            return "hold";
        }
    }

    /** @param open whether the queue's topic is there */
    record QueueHead(QueueId queue, boolean open) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(queue);
        }

        @Override
        public String part() {
            return "head";
        }
    }

    /**
     * A task that waits in a queue, is dispatched, or offered.
     *
     * @param dispatched when it was dispatched or offered; null: it waits
     * @param offeredTo the worker that it is offered to; null: it is not offered
     * @param declinedBy who declined the present offer
     */
    record QueueEntry(
            QueueId queue,
            JobId job,
            int jobPriority,
            Instant jobCreated,
            QueuedTask task,
            Set<WorkerId> avoid,
            @Nullable Instant dispatched,
            @Nullable WorkerId offeredTo,
            Set<WorkerId> declinedBy)
            implements State {
        public QueueEntry {
            avoid = Set.copyOf(avoid);
            declinedBy = Set.copyOf(declinedBy);
        }

        @Override
        public EntityKey entity() {
            return EntityKey.of(queue);
        }

        @Override
        public String part() {
            return "entry/" + job + "/" + task.index();
        }
    }

    /** A worker that runs a task of the queue. */
    record QueueRun(QueueId queue, WorkerId worker, JobId job, int index) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.of(queue);
        }

        @Override
        public String part() {
            return "run/" + worker;
        }
    }

    @Version(3)
    record RosterEntry(int shard, Roster.Member member) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.ofRoster(shard);
        }

        @Override
        public String part() {
            return member.worker().toString();
        }
    }

    /** What is set for the farm, as a shard has been told. */
    record RosterSettings(int shard, long revision, FarmSettings settings) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.ofRoster(shard);
        }

        @Override
        public String part() {
            return "settings";
        }
    }

    /** What people have set for the farm. */
    record FarmConfiguration(long revision, FarmSettings settings) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.FARM;
        }

        @Override
        public String part() {
            return "settings";
        }
    }

    /** A tag of the farm. */
    record FarmTag(WorkerTag tag) implements State {
        @Override
        public EntityKey entity() {
            return EntityKey.FARM;
        }

        @Override
        public String part() {
            return "tag/" + tag.id();
        }
    }
}
