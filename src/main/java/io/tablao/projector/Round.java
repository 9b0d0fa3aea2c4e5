// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.Envelope;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.model.JobId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes that can be written kind by kind, in the order of the fields below: at most one bulk change of a job, and that
 * before any single change of its tasks. Several changes of one row have become one.
 */
final class Round {

    /** A task to be inserted. */
    record NewTask(TaskKey key, TaskDefinition definition, Instant created) {}

    /** The end of whatever attempt of a task is open. */
    record OpenAttemptEnd(TaskKey task, Instant at, TaskStatus outcome, String message) {}

    /** A task's failure list. */
    static final class FailurePatch {
        boolean emptied;
        final Map<WorkerId, Instant> added = new LinkedHashMap<>();
    }

    final Map<JobId, Envelope<JobRegistered>> registered = new LinkedHashMap<>();
    final Map<JobId, BulkChange> bulk = new LinkedHashMap<>();
    final Map<JobId, JobPatch> jobs = new LinkedHashMap<>();
    final List<NewTask> added = new ArrayList<>();
    final Map<TaskKey, TaskPatch> tasks = new LinkedHashMap<>();
    final Map<TaskKey, OpenAttemptEnd> openAttempts = new LinkedHashMap<>();
    final Map<AttemptPatch.Key, AttemptPatch> attempts = new LinkedHashMap<>();
    final Map<TaskKey, FailurePatch> failures = new LinkedHashMap<>();
    /** Entries of blocklists that go, before those come that are to be added. */
    final Set<WorkerBlocklisted> unblocked = new LinkedHashSet<>();

    final Map<WorkerBlocklisted, Instant> blocklisted = new LinkedHashMap<>();

    private final Set<JobId> singlyChanged = new HashSet<>();
    private final Map<TaskKey, Integer> startedHere = new HashMap<>();

    /** Whether a bulk change of the job, written before the single ones, still comes after all that happened before. */
    boolean takesBulkChangeOf(JobId job) {
        return !bulk.containsKey(job) && !singlyChanged.contains(job);
    }

    JobPatch job(JobId job, Instant time) {
        JobPatch patch = jobs.computeIfAbsent(job, id -> new JobPatch(id, time));
        patch.updated = time;
        return patch;
    }

    TaskPatch task(TaskKey task, Instant time) {
        singlyChanged.add(task.job());
        return tasks.computeIfAbsent(task, key -> new TaskPatch(key, time));
    }

    void add(NewTask task) {
        singlyChanged.add(task.key().job());
        added.add(task);
    }

    void blocklist(WorkerBlocklisted event, Instant time) {
        singlyChanged.add(event.job());
        blocklisted.putIfAbsent(event, time);
    }

    void unblock(WorkerBlocklisted entry) {
        singlyChanged.add(entry.job());
        blocklisted.remove(entry);
        unblocked.add(entry);
    }

    FailurePatch failuresOf(TaskKey task) {
        singlyChanged.add(task.job());
        return failures.computeIfAbsent(task, key -> new FailurePatch());
    }

    void startAttempt(TaskKey task, int attempt, WorkerId worker, Instant at) {
        attempt(task, attempt, worker).started = at;
        startedHere.put(task, attempt);
    }

    void endAttempt(TaskKey task, int attempt, WorkerId worker, Instant at, TaskStatus outcome, String message) {
        attempt(task, attempt, worker).ended(at, outcome, message);
        startedHere.remove(task);
    }

    /** For an event that does not say which attempt it ended, if any. */
    void endOpenAttempt(TaskKey task, Instant at, TaskStatus outcome, String message) {
        singlyChanged.add(task.job());
        Integer attempt = startedHere.remove(task);
        AttemptPatch patch = attempt == null ? null : attempts.get(new AttemptPatch.Key(task, attempt));
        if (patch == null) {
            openAttempts.putIfAbsent(task, new OpenAttemptEnd(task, at, outcome, message));
        } else {
            patch.ended(at, outcome, message);
        }
    }

    private AttemptPatch attempt(TaskKey task, int attempt, WorkerId worker) {
        singlyChanged.add(task.job());
        return attempts.computeIfAbsent(new AttemptPatch.Key(task, attempt), key -> new AttemptPatch(key, worker));
    }
}
