// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.EntityKey;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.JobEvent.TasksAdded;
import io.tablao.event.JobPart.JobFollower;
import io.tablao.event.JobPart.JobHead;
import io.tablao.event.JobPart.JobTasks;
import io.tablao.event.JobPart.JobTerms;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.JobPart.TaskRetry;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.JobOptions;
import io.tablao.model.JobStatus;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A job as it stands. Only {@link JobApplier} changes it, each part on its own and with the way back; everything that is
 * derived follows by itself.
 */
public final class JobState implements Entity {

    private static final String TASKS = "tasks/";
    private static final String TASK = "task/";
    private static final String RETRY = "retry/";
    private static final String FOLLOWER = "follower/";

    private final EntityKey key;
    private JobHead head;
    private JobTerms terms;
    private final SortedSet<JobId> followers = new TreeSet<>();
    private final List<JobTasks> chunks = new ArrayList<>();

    /**
     * Empty as long as the job is under construction, since until then its chunks may still be thrown away; and when it is
     * being deleted.
     */
    private TaskTable tasks;

    /** Of a job that is being deleted, the tasks whose progress is still to be erased. */
    private @Nullable BitSet remains;

    /** Likewise, the tasks that were tried again. */
    private final BitSet retried = new BitSet();

    private JobState(JobHead head) {
        this.head = head;
        key = head.entity();
        terms = usual(head.job());
        tasks = new TaskTable(head.job(), List.of());
    }

    private static JobTerms usual(JobId job) {
        return new JobTerms(job, JobOptions.NONE, false, Map.of());
    }

    static JobState registered(JobRegistered event, Journal journal) {
        var state = new JobState(JobHead.of(event.job(), event.submission(), event.created()));
        // The way back from a job's beginning is to drop the job, which is up to who holds it.
        journal.changed(state.key, state.head.part(), () -> {});
        return state;
    }

    /**
     * @param parts of one job, in any order
     * @throws IllegalArgumentException when they are not the parts of one job
     */
    public static JobState recover(Collection<? extends State> parts) {
        @Nullable JobHead head = null;
        SortedMap<Integer, JobTasks> chunks = new TreeMap<>();
        List<TaskProgress> progress = new ArrayList<>();
        List<TaskRetry> retries = new ArrayList<>();
        List<JobId> followers = new ArrayList<>();
        @Nullable JobTerms terms = null;
        for (var part : parts) {
            switch (part) {
                case JobHead found -> head = found;
                case JobTasks found -> chunks.put(found.chunk(), found);
                case TaskProgress found -> progress.add(found);
                case TaskRetry found -> retries.add(found);
                case JobFollower found -> followers.add(found.follower());
                case JobTerms found -> terms = found;
                default -> throw new IllegalArgumentException("Not a part of a job: " + part.key());
            }
        }
        if (head == null) {
            throw new IllegalArgumentException("A job without a head");
        }
        var state = new JobState(head);
        state.chunks.addAll(chunks.values());
        if (head.deleteRequested() != null) {
            var remains = new BitSet();
            progress.forEach(task -> remains.set(task.index()));
            state.remains = remains;
            retries.forEach(retry -> state.retried.set(retry.index()));
            return state;
        }
        if (head.status() != JobStatus.UNDER_CONSTRUCTION) {
            state.tasks = new TaskTable(head.job(), state.definitions());
        }
        progress.forEach(task -> state.tasks.put(task.index(), task));
        retries.forEach(retry -> state.tasks.putRetry(retry.index(), retry));
        state.followers.addAll(followers);
        if (terms != null) {
            state.terms = terms;
        }
        return state;
    }

    public JobHead head() {
        return head;
    }

    /** Whether the worker runs a task of the job in another session than the one to keep; null: in any. */
    public boolean runs(WorkerId worker, @Nullable SessionId keep) {
        return tasks.activeOf(worker).stream().anyMatch(task -> keep == null || !keep.equals(task.session()));
    }

    TaskTable tasks() {
        return tasks;
    }

    /** All tasks that compilations have added so far. */
    List<TaskDefinition> definitions() {
        return chunks.stream().flatMap(chunk -> chunk.tasks().stream()).toList();
    }

    void change(JobHead next, Journal journal) {
        var before = head;
        head = next;
        journal.changed(key, next.part(), () -> head = before);
    }

    void change(TaskProgress next, Journal journal) {
        var table = tasks;
        @Nullable TaskProgress before = table.put(next.index(), next);
        journal.changed(key, next.part(), () -> table.put(next.index(), before));
    }

    /** What it has asked for; the usual when it has asked for nothing. */
    JobTerms terms() {
        return terms;
    }

    /** The jobs that wait for this one. */
    SortedSet<JobId> followers() {
        return followers;
    }

    void change(JobTerms next, Journal journal) {
        var before = terms;
        terms = next;
        journal.changed(key, next.part(), () -> terms = before);
    }

    void follow(JobId follower, Journal journal) {
        followers.add(follower);
        journal.changed(key, FOLLOWER + follower, () -> followers.remove(follower));
    }

    void forgetFollowers(Journal journal) {
        for (var follower : List.copyOf(followers)) {
            followers.remove(follower);
            journal.changed(key, FOLLOWER + follower, () -> followers.add(follower));
        }
    }

    /** @param next null: the task counts as not tried again */
    void changeRetry(int index, @Nullable TaskRetry next, Journal journal) {
        var table = tasks;
        if (next == null && table.retry(index) == null) {
            return;
        }
        @Nullable TaskRetry before = table.putRetry(index, next);
        journal.changed(key, RETRY + index, () -> table.putRetry(index, before));
    }

    void add(TasksAdded event, Journal journal) {
        var chunk = new JobTasks(event.job(), event.chunk(), event.tasks());
        chunks.add(chunk);
        journal.changed(key, chunk.part(), chunks::removeLast);
        change(head.withCompilation(event.compilation(), event.chunk() + 1), journal);
    }

    /** Throws away what compilations have added. */
    void dropTasks(Journal journal) {
        while (!chunks.isEmpty()) {
            var chunk = chunks.removeLast();
            journal.changed(key, chunk.part(), () -> chunks.add(chunk));
        }
    }

    int chunks() {
        return chunks.size();
    }

    int tasksInChunk(int chunk) {
        return chunks.get(chunk).tasks().size();
    }

    /** From now on the tasks only wait to be erased. */
    void beginErasure(Instant at, Journal journal) {
        var before = tasks;
        remains = tasks.touchedIndices();
        tasks.retries().forEach(retry -> retried.set(retry.index()));
        tasks = new TaskTable(head.job(), List.of());
        journal.changed(key, head.part(), () -> {
            tasks = before;
            remains = null;
            retried.clear();
        });
        change(usual(head.job()), journal);
        change(head.withDeleteRequested(at), journal);
    }

    /** Erases the chunks after the first ones, with whatever has become of their tasks. */
    void eraseTasks(int chunksLeft, Journal journal) {
        var progress = Objects.requireNonNull(remains, "only what is being deleted is erased");
        while (chunks.size() > chunksLeft) {
            var chunk = chunks.removeLast();
            journal.changed(key, chunk.part(), () -> chunks.add(chunk));
            for (var task : chunk.tasks()) {
                int index = task.index();
                if (progress.get(index)) {
                    progress.clear(index);
                    journal.changed(key, TASK + index, () -> progress.set(index));
                }
                if (retried.get(index)) {
                    retried.clear(index);
                    journal.changed(key, RETRY + index, () -> retried.set(index));
                }
            }
        }
    }

    void seal(Journal journal) {
        var before = tasks;
        tasks = new TaskTable(head.job(), definitions());
        journal.changed(key, head.part(), () -> tasks = before);
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        if (part.startsWith(TASK)) {
            int index = Integer.parseInt(part.substring(TASK.length()));
            return tasks.has(index) && tasks.isTouched(index) ? Optional.of(tasks.progress(index)) : Optional.empty();
        }
        if (part.startsWith(TASKS)) {
            int chunk = Integer.parseInt(part.substring(TASKS.length()));
            return chunk < chunks.size() ? Optional.of(chunks.get(chunk)) : Optional.empty();
        }
        if (part.startsWith(RETRY)) {
            return Optional.ofNullable(tasks.retry(Integer.parseInt(part.substring(RETRY.length()))));
        }
        if (part.startsWith(FOLLOWER)) {
            var follower = JobId.of(part.substring(FOLLOWER.length()));
            return followers.contains(follower) ? Optional.of(new JobFollower(head.job(), follower)) : Optional.empty();
        }
        if (part.equals(terms.part())) {
            return terms.equals(usual(head.job())) ? Optional.empty() : Optional.of(terms);
        }
        return part.equals(head.part()) ? Optional.of(head) : Optional.empty();
    }

    @Override
    public List<State> parts() {
        List<State> parts = new ArrayList<>();
        parts.add(head);
        parts.addAll(chunks);
        parts.addAll(tasks.touched());
        parts.addAll(tasks.retries());
        part(terms.part()).ifPresent(parts::add);
        followers.forEach(follower -> parts.add(new JobFollower(head.job(), follower)));
        return parts;
    }

    /** An outage of ours harms no task: it may be silent for the grace period on top of the usual time. */
    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        if (head.deleteRequested() != null) {
            return List.of(Deletion.goOn(head.job(), now));
        }
        Instant untouched = now.plus(Terms.taskTimeout(terms, rules)).plus(rules.grace());
        List<Effect.SetTimer> timers = new ArrayList<>();
        for (var task : tasks.active()) {
            timers.add(JobTimers.untouched(new TaskKey(head.job(), task.index()), task.attempt(), untouched));
        }
        for (var retry : tasks.retries()) {
            Instant notBefore = retry.notBefore();
            if (notBefore != null) {
                timers.add(JobTimers.retry(new TaskKey(head.job(), retry.index()), retry.retry(), notBefore));
            }
        }
        Instant start = terms.options().startAfter();
        if (terms.startPending() && start != null) {
            timers.add(JobTimers.start(head.job(), start));
        }
        Retention.recovered(head.job(), head.ended(), now, rules).ifPresent(timers::add);
        return timers;
    }
}
