// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.Envelope;
import io.tablao.event.JobEvent;
import io.tablao.event.JobEvent.BlocklistCleared;
import io.tablao.event.JobEvent.CompilationCanceled;
import io.tablao.event.JobEvent.CompilationFailed;
import io.tablao.event.JobEvent.CompilationRestarted;
import io.tablao.event.JobEvent.FollowerAdded;
import io.tablao.event.JobEvent.FollowersForgotten;
import io.tablao.event.JobEvent.InitialStatusChanged;
import io.tablao.event.JobEvent.JobDeleted;
import io.tablao.event.JobEvent.JobDeletionRequested;
import io.tablao.event.JobEvent.JobForgotten;
import io.tablao.event.JobEvent.JobPriorityChanged;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.JobEvent.JobSealed;
import io.tablao.event.JobEvent.JobStalled;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.JobTagChanged;
import io.tablao.event.JobEvent.JobTasksErased;
import io.tablao.event.JobEvent.OptionsTaken;
import io.tablao.event.JobEvent.PredecessorHeard;
import io.tablao.event.JobEvent.RetryDue;
import io.tablao.event.JobEvent.RetryPlanned;
import io.tablao.event.JobEvent.StartTimeReached;
import io.tablao.event.JobEvent.TaskCanceled;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskProgressed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobEvent.TasksAdded;
import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.JobEvent.TasksRecalled;
import io.tablao.event.JobEvent.TasksReleased;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds events of jobs into rounds. Jobs do not touch each other's rows, so each takes the earliest round that keeps its own
 * order: a thousand jobs that are compiled in one batch need two rounds, not two thousand.
 */
final class JobFold {

    private final List<Round> rounds = new ArrayList<>();
    private final Map<JobId, Integer> roundOfJob = new HashMap<>();

    List<Round> rounds() {
        return rounds;
    }

    void fold(JobEvent event, Envelope<?> envelope) {
        Instant time = envelope.time();
        Round round = roundOf(event.job());
        switch (event) {
            // Another job may have had the id, until it was deleted.
            case JobRegistered registered ->
                untouchedRoundOf(event.job())
                        .registered
                        .put(
                                registered.job(),
                                new Envelope<>(envelope.id(), time, envelope.replyTo(), envelope.cause(), registered));
            case CompilationRestarted restarted -> dropTasks(restarted.job());
            case TasksAdded added -> {
                for (var definition : added.tasks()) {
                    round.add(new Round.NewTask(new TaskKey(added.job(), definition.index()), definition, time));
                }
            }
            case JobSealed sealed -> {
                JobPatch job = round.job(sealed.job(), time);
                job.settings = RowText.json(sealed.settings().text());
                job.metadata = RowText.json(sealed.metadata());
                job.scriptHash = sealed.scriptHash();
            }
            case StartTimeReached reached -> round.job(reached.job(), time).activity = reached.activity();
            case PredecessorHeard heard -> round.job(heard.job(), time).activity = heard.activity();
            case OptionsTaken taken -> {
                // Its metadata says so.
            }
            case FollowerAdded added -> {
                // Shown at the job that waits.
            }
            case FollowersForgotten forgotten -> {
                // Likewise.
            }
            case RetryPlanned planned -> {
                // The task's return, just before, has said why and when.
            }
            case RetryDue due -> {
                // Its release is to follow.
            }
            case CompilationFailed failed -> {
                dropTasks(failed.job());
                roundOf(failed.job()).job(failed.job(), time).status(JobStatus.FAILED, failed.message());
            }
            case CompilationCanceled canceled -> {
                dropTasks(canceled.job());
                roundOf(canceled.job()).job(canceled.job(), time).status(JobStatus.CANCELED, canceled.reason());
            }
            // Its status will show when the job is sealed; until then it is told as what happens to the job.
            case InitialStatusChanged changed -> round.job(changed.job(), time).activity = changed.reason();
            case JobStatusChanged changed -> round.job(changed.job(), time).status(changed.to(), changed.reason());
            case JobDeletionRequested requested -> {
                // Nobody runs its tasks any more. What becomes of the others is not worth a change of a million rows.
                bulk(new BulkChange.ChangeTasks(
                        requested.job(), Set.of(TaskStatus.ACTIVE), TaskStatus.CANCELED, requested.reason(), time));
                JobPatch job = roundOf(requested.job()).job(requested.job(), time);
                job.deleteRequested = requested.at();
                job.activity = requested.reason();
            }
            case JobDeleted deleted -> bulk(new BulkChange.DeleteJob(deleted.job(), deleted.at()));
            // Not published: the scheduler's bookkeeping.
            case JobTasksErased erased -> {}
            case JobForgotten forgotten -> {}
            case JobPriorityChanged changed -> round.job(changed.job(), time).priority = changed.priority();
            case JobStalled stalled -> round.job(stalled.job(), time).activity = stalled.reason();
            case JobTagChanged changed -> {
                bulk(new BulkChange.RecallTasks(changed.job()));
                roundOf(changed.job()).job(changed.job(), time).workerTag = new JobPatch.Tag(changed.tag());
            }
            case TasksRecalled recalled -> {
                for (var task : recalled.tasks()) {
                    round.task(new TaskKey(recalled.job(), task.index()), time).recalled(time);
                }
            }
            case TasksReleased released -> {
                for (var task : released.tasks()) {
                    round.task(new TaskKey(released.job(), task.index()), time).released(task.attempt(), time);
                }
            }
            case TasksChanged changed ->
                bulk(new BulkChange.ChangeTasks(changed.job(), changed.from(), changed.to(), changed.reason(), time));
            case BlocklistCleared cleared -> bulk(new BulkChange.ClearBlocklist(cleared.job()));
            case WorkerBlocklisted blocklisted -> round.blocklist(blocklisted, time);
            case WorkersUnblocked unblocked ->
                unblocked.taskTypes().forEach((worker, types) -> {
                    for (var type : types) {
                        round.unblock(new WorkerBlocklisted(unblocked.job(), worker, type));
                    }
                });
            case TaskCanceled canceled -> {
                round.task(canceled.task(), time).canceled(canceled.reason(), time);
                round.endOpenAttempt(canceled.task(), time, TaskStatus.CANCELED, canceled.reason());
            }
            case TaskStarted started -> {
                round.task(started.task(), time).started(started.attempt(), started.worker(), started.at(), time);
                round.startAttempt(started.task(), started.attempt(), started.worker(), started.at());
            }
            case TaskProgressed progressed ->
                round.task(progressed.task(), time).progressed(progressed.steps(), time);
            case TaskCompleted completed -> {
                round.task(completed.task(), time).completed(completed.worker(), completed.at(), time);
                round.endAttempt(
                        completed.task(),
                        completed.attempt(),
                        completed.worker(),
                        completed.at(),
                        TaskStatus.COMPLETED,
                        "");
            }
            case TaskSoftFailed failed ->
                fail(failed.task(), failed.attempt(), failed.worker(), TaskStatus.SOFT_FAILED, failed.message(), time);
            case TaskFailed failed ->
                fail(failed.task(), failed.attempt(), failed.worker(), TaskStatus.FAILED, failed.message(), time);
            case TaskReturned returned -> {
                round.task(returned.task(), time).returned(returned.to(), returned.reason(), time);
                round.endOpenAttempt(returned.task(), time, returned.to(), returned.reason());
                if (returned.forgetFailures()) {
                    Round.FailurePatch failures = round.failuresOf(returned.task());
                    failures.emptied = true;
                    failures.added.clear();
                }
            }
        }
    }

    private void fail(
            TaskKey task, int attempt, @Nullable WorkerId worker, TaskStatus status, String message, Instant time) {
        Round round = roundOf(task.job());
        round.task(task, time).ended(status, worker, message, time, time);
        if (worker == null) {
            return;
        }
        round.endAttempt(task, attempt, worker, time, status, message);
        round.failuresOf(task).added.putIfAbsent(worker, time);
    }

    private void dropTasks(JobId job) {
        Round round = roundOf(job);
        boolean nothingToDrop = round.registered.containsKey(job) && round.takesBulkChangeOf(job);
        if (!nothingToDrop) {
            bulk(new BulkChange.DropTasks(job));
        }
    }

    private void bulk(BulkChange change) {
        untouchedRoundOf(change.job()).bulk.put(change.job(), change);
    }

    private Round untouchedRoundOf(JobId job) {
        if (!roundOf(job).takesBulkChangeOf(job)) {
            roundOfJob.merge(job, 1, Integer::sum);
        }
        return roundOf(job);
    }

    private Round roundOf(JobId job) {
        int number = roundOfJob.computeIfAbsent(job, id -> 0);
        if (number == rounds.size()) {
            rounds.add(new Round());
        }
        return rounds.get(number);
    }
}
