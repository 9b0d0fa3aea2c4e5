// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent;
import io.tablao.event.JobPart.JobTerms;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.JobPart.TaskRetry;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Journal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only place where a job's state changes. A queue holds a task ({@code released}) from {@code TasksReleased} on, until
 * the task starts, is returned, or has its status changed in any other way.
 */
public final class JobApplier {

    private final JobState state;
    private final Journal journal;

    private JobApplier(JobState state, Journal journal) {
        this.state = state;
        this.journal = journal;
    }

    /**
     * @param state null for a job that the event registers
     * @return the changed state; a new one for a job that the event registers
     */
    public static JobState apply(@Nullable JobState state, JobEvent event, Journal journal) {
        if (event instanceof JobEvent.JobRegistered registered) {
            return JobState.registered(registered, journal);
        }
        var known = Objects.requireNonNull(state, "only a registration makes a job");
        new JobApplier(known, journal).apply(event);
        return known;
    }

    private void apply(JobEvent event) {
        switch (event) {
            case JobEvent.JobRegistered registered ->
                throw new IllegalStateException("Registered twice: " + registered.job());
            case JobEvent.CompilationRestarted restarted -> {
                state.dropTasks(journal);
                state.change(state.head().withCompilation(restarted.compilation(), 0), journal);
            }
            case JobEvent.TasksAdded added -> state.add(added, journal);
            case JobEvent.JobSealed sealed -> state.seal(journal);
            case JobEvent.OptionsTaken taken -> state.change(Terms.of(taken.job(), taken.options()), journal);
            case JobEvent.StartTimeReached reached -> {
                var terms = state.terms();
                state.change(new JobTerms(terms.job(), terms.options(), false, terms.waitsFor()), journal);
            }
            case JobEvent.PredecessorHeard heard ->
                state.change(Terms.heard(state.terms(), heard.predecessor(), heard.name(), heard.status()), journal);
            case JobEvent.FollowerAdded added -> state.follow(added.follower(), journal);
            case JobEvent.FollowersForgotten forgotten -> state.forgetFollowers(journal);
            case JobEvent.RetryPlanned planned -> {
                int index = planned.task().index();
                state.changeRetry(
                        index, new TaskRetry(planned.job(), index, planned.retry(), planned.notBefore()), journal);
            }
            case JobEvent.RetryDue due -> {
                int index = due.task().index();
                int retry = Objects.requireNonNull(state.tasks().retry(index), "it was planned")
                        .retry();
                state.changeRetry(index, new TaskRetry(due.job(), index, retry, null), journal);
            }
            case JobEvent.CompilationFailed failed -> endCompilation(JobStatus.FAILED, failed.at());
            case JobEvent.CompilationCanceled canceled -> endCompilation(JobStatus.CANCELED, canceled.at());
            case JobEvent.InitialStatusChanged changed ->
                state.change(state.head().withInitialStatus(changed.status()), journal);
            case JobEvent.JobStatusChanged changed ->
                state.change(state.head().withStatus(changed.to(), changed.at()), journal);
            case JobEvent.JobDeletionRequested requested -> state.beginErasure(requested.at(), journal);
            case JobEvent.JobTasksErased erased -> state.eraseTasks(erased.chunksLeft(), journal);
            case JobEvent.JobDeleted deleted -> {
                // Whoever holds the job lets it go.
            }
            case JobEvent.JobForgotten forgotten ->
                throw new IllegalStateException("Forgotten, and still there: " + forgotten.job());
            case JobEvent.JobPriorityChanged changed ->
                state.change(state.head().withPriority(changed.priority()), journal);
            case JobEvent.TasksReleased released ->
                released.tasks().forEach(task -> state.change(released(task(task.index()), task.attempt()), journal));
            case JobEvent.TasksRecalled recalled -> recalled.tasks().forEach(task -> unreleased(task(task.index())));
            case JobEvent.JobTagChanged changed -> {
                state.change(state.head().withWorkerTag(changed.tag()), journal);
                for (var task : state.tasks().touched()) {
                    if (task.released()) {
                        unreleased(task);
                    }
                }
            }
            case JobEvent.TasksChanged changed -> changeTasks(changed);
            case JobEvent.BlocklistCleared cleared -> {
                state.change(state.head().withBlocklist(Map.of()), journal);
                state.tasks()
                        .withFailures()
                        .forEach(task -> change(task, task.status(), task.released(), task.steps(), Set.of()));
                List.copyOf(state.tasks().retries()).forEach(retry -> state.changeRetry(retry.index(), null, journal));
            }
            case JobEvent.WorkersUnblocked unblocked -> unblock(unblocked.taskTypes());
            case JobEvent.JobStalled stalled -> {
                // It is told, and follows from what happened to the tasks.
            }
            case JobEvent.TaskCanceled canceled -> {
                var task = task(canceled.task().index());
                change(task, TaskStatus.CANCELED, false, task.steps(), task.failedBy());
            }
            case JobEvent.WorkerBlocklisted blocklisted -> blocklist(blocklisted.worker(), blocklisted.taskType());
            case JobEvent.TaskStarted started ->
                state.change(started(task(started.task().index()), started), journal);
            case JobEvent.TaskProgressed progressed -> {
                var task = task(progressed.task().index());
                change(task, task.status(), false, progressed.steps(), task.failedBy());
            }
            case JobEvent.TaskCompleted completed -> {
                var task = task(completed.task().index());
                int steps = state.tasks().definition(task.index()).totalSteps();
                change(task, TaskStatus.COMPLETED, false, steps, task.failedBy());
            }
            case JobEvent.TaskSoftFailed failed -> {
                var task = task(failed.task().index());
                change(task, TaskStatus.SOFT_FAILED, false, task.steps(), plus(task.failedBy(), failed.worker()));
            }
            case JobEvent.TaskFailed failed -> {
                var task = task(failed.task().index());
                change(task, TaskStatus.FAILED, false, task.steps(), plus(task.failedBy(), failed.worker()));
            }
            case JobEvent.TaskReturned returned -> {
                var task = task(returned.task().index());
                change(task, returned.to(), false, 0, returned.forgetFailures() ? Set.of() : task.failedBy());
                if (returned.forgetFailures()) {
                    state.changeRetry(task.index(), null, journal);
                }
            }
        }
    }

    private void endCompilation(JobStatus status, @Nullable Instant at) {
        state.dropTasks(journal);
        state.change(state.head().withCompilation(null, 0).withStatus(status, at), journal);
    }

    private void changeTasks(JobEvent.TasksChanged changed) {
        boolean anew = changed.to() == TaskStatus.QUEUED;
        for (int index = 0; index < state.tasks().size(); index++) {
            if (changed.from().contains(state.tasks().status(index))) {
                var task = task(index);
                change(task, changed.to(), false, anew ? 0 : task.steps(), anew ? Set.of() : task.failedBy());
                if (anew) {
                    state.changeRetry(index, null, journal);
                }
            }
        }
    }

    private void blocklist(WorkerId worker, String taskType) {
        var blocklist = new HashMap<>(state.head().blocklist());
        blocklist.merge(worker, Set.of(taskType), JobApplier::union);
        state.change(state.head().withBlocklist(blocklist), journal);
    }

    private void unblock(Map<WorkerId, Set<String>> taskTypes) {
        var blocklist = new HashMap<>(state.head().blocklist());
        taskTypes.forEach((worker, types) -> blocklist.computeIfPresent(worker, (blocked, present) -> {
            var left = new HashSet<>(present);
            left.removeAll(types);
            return left.isEmpty() ? null : Set.copyOf(left);
        }));
        state.change(state.head().withBlocklist(blocklist), journal);
    }

    private void unreleased(TaskProgress task) {
        change(task, task.status(), false, task.steps(), task.failedBy());
    }

    private TaskProgress task(int index) {
        return state.tasks().progress(index);
    }

    private void change(TaskProgress task, TaskStatus status, boolean released, int steps, Set<WorkerId> failedBy) {
        var next = new TaskProgress(
                task.job(),
                task.index(),
                status,
                task.attempt(),
                released,
                steps,
                task.worker(),
                task.session(),
                task.started(),
                failedBy);
        state.change(next, journal);
    }

    private static TaskProgress released(TaskProgress task, int attempt) {
        return new TaskProgress(
                task.job(),
                task.index(),
                task.status(),
                attempt,
                true,
                task.steps(),
                task.worker(),
                task.session(),
                task.started(),
                task.failedBy());
    }

    private static TaskProgress started(TaskProgress task, JobEvent.TaskStarted started) {
        return new TaskProgress(
                task.job(),
                task.index(),
                TaskStatus.ACTIVE,
                started.attempt(),
                false,
                0,
                started.worker(),
                started.session(),
                started.at(),
                task.failedBy());
    }

    private static Set<WorkerId> plus(Set<WorkerId> workers, @Nullable WorkerId another) {
        return another == null ? workers : union(workers, Set.of(another));
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
