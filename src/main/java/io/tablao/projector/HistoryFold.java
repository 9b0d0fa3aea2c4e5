// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobEvent;
import io.tablao.event.QueuedTask;
import io.tablao.model.Actor;
import io.tablao.model.Indices;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the history of jobs: an entry for each of their events. */
final class HistoryFold {

    private static final int LONGEST_DETAIL = 1_000;
    private static final int MOST_RUNS = 20;

    /** An event as it is kept. */
    record Entry(
            JobId job,
            long position,
            Instant at,
            String event,
            @Nullable Integer task,
            @Nullable Integer attempt,
            @Nullable WorkerId worker,
            @Nullable Actor actor,
            @Nullable UUID cause,
            @Nullable String detail) {

        /** Whether it is one of the many that each task has, of which the oldest go when there are too many. */
        boolean ofTasks() {
            return task != null || event.equals("TasksReleased") || event.equals("TasksAdded");
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    void fold(long position, Envelope<? extends Event> envelope) {
        if (envelope.body() instanceof JobEvent event) {
            new Line(position, envelope, event).tell();
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** One event on its way to become an entry. */
    private final class Line {
        private final long position;
        private final Envelope<? extends Event> envelope;
        private final JobEvent event;

        Line(long position, Envelope<? extends Event> envelope, JobEvent event) {
            this.position = position;
            this.envelope = envelope;
            this.event = event;
        }

        void tell() {
            switch (event) {
                case JobEvent.JobRegistered e ->
                    job("Submitted as " + e.submission().name() + ", a "
                            + e.submission().type() + ", with priority "
                            + e.submission().priority());
                case JobEvent.CompilationRestarted e -> job("Its script is run again");
                case JobEvent.TasksAdded e ->
                    job("Its script has made " + count(e.tasks().size()));
                case JobEvent.JobSealed e -> job("Compiled into " + count(e.taskCount()));
                case JobEvent.CompilationFailed e -> job("Its script failed: " + e.message());
                case JobEvent.CompilationCanceled e -> job("Canceled before it was compiled: " + e.reason());
                case JobEvent.InitialStatusChanged e -> job("Will begin as " + e.status() + ": " + e.reason());
                case JobEvent.JobStatusChanged e -> job("From " + e.from() + " to " + e.to() + ": " + e.reason());
                case JobEvent.JobStalled e -> job(e.reason());
                case JobEvent.JobPriorityChanged e -> job("Priority " + e.priority());
                case JobEvent.JobTagChanged e ->
                    job(e.tag() == null ? "For any worker" : "For workers with tag " + e.tag());
                case JobEvent.JobDeletionRequested e -> job("Is being deleted: " + e.reason());
                case JobEvent.JobDeleted e -> job("Deleted");
                // Not published: the scheduler's bookkeeping.
                case JobEvent.JobTasksErased e -> {}
                case JobEvent.JobForgotten e -> {}
                case JobEvent.OptionsTaken e -> job("Has options of its own, as its metadata says");
                case JobEvent.StartTimeReached e -> job("Its time has come: " + e.activity());
                case JobEvent.PredecessorHeard e -> job("Heard of job " + e.predecessor() + ": " + e.activity());
                case JobEvent.FollowerAdded e -> job("Job " + e.follower() + " waits for it");
                case JobEvent.FollowersForgotten e -> job("Nobody waits for it any more");
                case JobEvent.RetryPlanned e ->
                    task(e.task(), null, null, "Retry " + e.retry() + ", not before " + e.notBefore());
                case JobEvent.RetryDue e -> task(e.task(), null, null, "May be tried again");
                case JobEvent.TasksRecalled e ->
                    job(count(e.tasks().size()) + " wait again: " + runs(indices(e.tasks())));
                case JobEvent.TasksReleased e -> {
                    if (e.tasks().size() == 1) {
                        var only = e.tasks().getFirst();
                        task(new TaskKey(e.job(), only.index()), only.attempt(), null, null);
                    } else {
                        job(count(e.tasks().size()) + " ready: " + runs(indices(e.tasks())));
                    }
                }
                case JobEvent.TasksChanged e ->
                    job("All " + statuses(e.from()) + " tasks are " + e.to() + ": " + e.reason());
                case JobEvent.BlocklistCleared e -> job("Its failures are forgiven");
                case JobEvent.WorkerBlocklisted e ->
                    add(null, null, e.worker(), "May run no tasks of type " + e.taskType() + " any more");
                case JobEvent.WorkersUnblocked e ->
                    job(
                            e.taskTypes().size() == 1
                                    ? "A worker may run its tasks again"
                                    : e.taskTypes().size() + " workers may run its tasks again");
                case JobEvent.TaskStarted e -> task(e.task(), e.attempt(), e.worker(), null);
                case JobEvent.TaskProgressed e -> task(e.task(), e.attempt(), null, "Step " + e.steps());
                case JobEvent.TaskCompleted e -> task(e.task(), e.attempt(), e.worker(), null);
                case JobEvent.TaskSoftFailed e -> task(e.task(), e.attempt(), e.worker(), e.message());
                case JobEvent.TaskFailed e -> task(e.task(), e.attempt(), e.worker(), e.message());
                case JobEvent.TaskCanceled e -> task(e.task(), null, null, "Is canceled: " + e.reason());
                case JobEvent.TaskReturned e -> task(e.task(), null, null, "Is " + e.to() + ": " + e.reason());
            }
        }

        private void job(String detail) {
            add(null, null, null, detail);
        }

        private void task(TaskKey task, @Nullable Integer attempt, @Nullable WorkerId worker, @Nullable String detail) {
            add(task.index(), attempt, worker, detail);
        }

        private void add(
                @Nullable Integer task, @Nullable Integer attempt, @Nullable WorkerId worker, @Nullable String detail) {
            entries.add(new Entry(
                    event.job(),
                    position,
                    envelope.time(),
                    event.getClass().getSimpleName(),
                    task,
                    attempt,
                    worker,
                    envelope.actor(),
                    envelope.cause(),
                    detail == null ? null : shortened(detail)));
        }
    }

    private static String count(int tasks) {
        return tasks == 1 ? "1 task" : tasks + " tasks";
    }

    private static String statuses(Collection<TaskStatus> statuses) {
        return statuses.stream().sorted().map(TaskStatus::toString).collect(Collectors.joining(", "));
    }

    private static Indices indices(Collection<QueuedTask> tasks) {
        return Indices.of(tasks.stream().mapToInt(QueuedTask::index).toArray());
    }

    private static String runs(Indices indices) {
        var text = new StringBuilder();
        for (int run = 0; run < Math.min(indices.runs(), MOST_RUNS); run++) {
            int first = indices.firstOf(run);
            int last = indices.lastOf(run);
            text.append(run == 0 ? "" : ", ").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
        }
        return indices.runs() > MOST_RUNS ? text.append(", …").toString() : text.toString();
    }

    private static String shortened(String text) {
        String line = RowText.text(text);
        return line.length() <= LONGEST_DETAIL ? line : line.substring(0, LONGEST_DETAIL) + "…";
    }
}
