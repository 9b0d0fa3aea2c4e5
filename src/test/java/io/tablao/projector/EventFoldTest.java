// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Samples.ANNA;
import static io.tablao.projector.Samples.BERT;
import static io.tablao.projector.Samples.JOB;
import static io.tablao.projector.Samples.OTHER_JOB;
import static io.tablao.projector.Samples.added;
import static io.tablao.projector.Samples.completed;
import static io.tablao.projector.Samples.registered;
import static io.tablao.projector.Samples.released;
import static io.tablao.projector.Samples.signedOn;
import static io.tablao.projector.Samples.started;
import static io.tablao.projector.Samples.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Event;
import io.tablao.event.JobEvent.BlocklistCleared;
import io.tablao.event.JobEvent.CompilationFailed;
import io.tablao.event.JobEvent.CompilationRestarted;
import io.tablao.event.JobEvent.JobPriorityChanged;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.JobTagChanged;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskProgressed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.event.WorkerEvent.WorkerSeen;
import io.tablao.event.WorkerEvent.WorkerSignedOff;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.QueueId;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventFoldTest {

    private static final TasksChanged CANCELED =
            new TasksChanged(JOB, Set.of(TaskStatus.QUEUED, TaskStatus.ACTIVE), TaskStatus.CANCELED, "Canceled");

    @Test
    void all_changes_of_a_task_become_one() {
        var round = onlyRound(
                released(JOB, 1, 0), started(0, 1, ANNA), new TaskProgressed(task(0), 1, 2), completed(0, 1, ANNA));

        assertThat(round.tasks).hasSize(1);
        TaskPatch patch = taskPatch(round, 0);
        assertThat(patch.status).isEqualTo(TaskStatus.COMPLETED);
        assertThat(patch.runnable).isFalse();
        assertThat(patch.steps).isEqualTo(TaskPatch.ALL_STEPS);
        assertThat(patch.worker).isEqualTo(ANNA);
        assertThat(patch.started).isEqualTo(EventLog.START.plusSeconds(100));
        assertThat(patch.ended).isEqualTo(EventLog.START.plusSeconds(160));
    }

    @Test
    void a_released_task_is_runnable_and_keeps_its_status() {
        TaskPatch patch = taskPatch(onlyRound(released(JOB, 4, 2)), 2);

        assertThat(patch.runnable).isTrue();
        assertThat(patch.attempt).isEqualTo(4);
        assertThat(patch.status).isNull();
    }

    @Test
    void a_task_that_starts_again_has_not_ended() {
        TaskPatch patch = taskPatch(
                onlyRound(started(0, 1, ANNA), new TaskSoftFailed(task(0), 1, ANNA, "No"), started(0, 2, BERT)), 0);

        assertThat(patch.ended).isNull();
        assertThat(patch.steps).isZero();
        assertThat(patch.activity).isEmpty();
    }

    @Test
    void a_bulk_change_comes_after_what_happened_before_and_before_what_happens_after() {
        var rounds = fold(started(0, 1, ANNA), CANCELED, released(JOB, 2, 1)).rounds();

        assertThat(rounds).hasSize(2);
        assertThat(rounds.getFirst().tasks).containsOnlyKeys(task(0));
        assertThat(rounds.getLast().bulk).containsOnlyKeys(JOB);
        assertThat(rounds.getLast().tasks).containsOnlyKeys(task(1));
    }

    @Test
    void two_bulk_changes_of_a_job_need_two_rounds() {
        assertThat(fold(CANCELED, new BlocklistCleared(JOB)).rounds()).hasSize(2);
    }

    @Test
    void jobs_do_not_wait_for_each_other() {
        var fold = new EventFold();
        for (int i = 0; i < 100; i++) {
            JobId job = new JobId(new UUID(9, i));
            fold.fold(EventLog.envelope(new CompilationRestarted(job, "c1"), i));
            fold.fold(EventLog.envelope(added(job, 3), i));
        }

        assertThat(fold.plan().rounds()).hasSize(1);
    }

    @Test
    void a_job_registered_in_the_same_batch_has_no_tasks_to_drop() {
        var round = onlyRound(registered(JOB), new CompilationRestarted(JOB, "c1"), added(JOB, 3));

        assertThat(round.bulk).isEmpty();
        assertThat(round.added).hasSize(3);
    }

    @Test
    void a_second_compilation_drops_the_tasks_of_the_first() {
        var rounds = fold(registered(JOB), added(JOB, 3), new CompilationRestarted(JOB, "c2"), added(JOB, 2))
                .rounds();

        assertThat(rounds).hasSize(2);
        assertThat(rounds.getLast().bulk).containsValue(new BulkChange.DropTasks(JOB));
        assertThat(rounds.getLast().added).hasSize(2);
    }

    @Test
    void a_failed_compilation_shows_its_message() {
        var rounds = fold(registered(JOB), added(JOB, 3), new CompilationFailed(JOB, "frames: 1 10", EventLog.START))
                .rounds();

        JobPatch patch = Objects.requireNonNull(rounds.getLast().jobs.get(JOB));
        assertThat(patch.status).isEqualTo(JobStatus.FAILED);
        assertThat(patch.activity).isEqualTo("frames: 1 10");
    }

    @Test
    void changes_of_a_job_become_one() {
        var round = onlyRound(
                new JobStatusChanged(JOB, JobStatus.QUEUED, JobStatus.ACTIVE, "started", EventLog.START),
                new JobPriorityChanged(JOB, 3),
                new JobStatusChanged(JOB, JobStatus.ACTIVE, JobStatus.COMPLETED, "done", EventLog.START));

        JobPatch patch = Objects.requireNonNull(round.jobs.get(JOB));
        assertThat(patch.status).isEqualTo(JobStatus.COMPLETED);
        assertThat(patch.activity).isEqualTo("done");
        assertThat(patch.priority).isEqualTo(3);
        assertThat(patch.updated).isEqualTo(EventLog.START.plusSeconds(2));
    }

    @Test
    void a_returned_task_ends_the_attempt_that_started_in_the_batch() {
        var round =
                onlyRound(started(0, 1, ANNA), new TaskReturned(task(0), TaskStatus.QUEUED, false, "Anna was lost"));

        assertThat(round.openAttempts).isEmpty();
        AttemptPatch attempt = Objects.requireNonNull(round.attempts.get(new AttemptPatch.Key(task(0), 1)));
        assertThat(attempt.outcome).isEqualTo(TaskStatus.QUEUED);
        assertThat(attempt.message).isEqualTo("Anna was lost");
    }

    @Test
    void a_returned_task_ends_whatever_attempt_was_open_before_the_batch() {
        var round =
                onlyRound(new TaskReturned(task(0), TaskStatus.QUEUED, false, "Anna was lost"), started(0, 2, BERT));

        assertThat(round.openAttempts).containsOnlyKeys(task(0));
        assertThat(Objects.requireNonNull(round.attempts.get(new AttemptPatch.Key(task(0), 2))).ended)
                .isNull();
    }

    @Test
    void a_forgotten_failure_list_keeps_what_comes_later() {
        var round = onlyRound(
                new TaskSoftFailed(task(0), 1, ANNA, "No"),
                new TaskReturned(task(0), TaskStatus.QUEUED, true, "Queued by hand"),
                new TaskSoftFailed(task(0), 2, BERT, "No"));

        Round.FailurePatch failures = Objects.requireNonNull(round.failures.get(task(0)));
        assertThat(failures.emptied).isTrue();
        assertThat(failures.added).containsOnlyKeys(BERT);
    }

    @Test
    void a_task_that_nobody_may_run_fails_without_a_worker() {
        var round = onlyRound(new TaskFailed(task(0), 1, null, "Nobody is left"));

        assertThat(taskPatch(round, 0).status).isEqualTo(TaskStatus.FAILED);
        assertThat(taskPatch(round, 0).worker).isNull();
        assertThat(round.attempts).isEmpty();
        assertThat(round.failures).isEmpty();
    }

    @Test
    void other_jobs_rows_stay_in_the_first_round() {
        var rounds = fold(added(JOB, 1), CANCELED, added(OTHER_JOB, 1)).rounds();

        assertThat(rounds.getFirst().added).extracting(task -> task.key().job()).contains(JOB, OTHER_JOB);
    }

    @Test
    void a_worker_that_comes_and_goes_is_one_row() {
        var plan = fold(
                signedOn(ANNA, "anna"),
                new WorkerSeen(ANNA, EventLog.START.plusSeconds(30)),
                new WorkerSignedOff(ANNA, Samples.SESSION, EventLog.START.plusSeconds(40)));

        WorkerPatch anna = Objects.requireNonNull(plan.workers().get(ANNA));
        assertThat(anna.signOn).isNotNull();
        assertThat(anna.status).isEqualTo(WorkerStatus.OFFLINE);
        assertThat(anna.lastSeen).isEqualTo(EventLog.START.plusSeconds(40));
    }

    @Test
    void the_last_measurement_of_a_queue_counts() {
        var queue = QueueId.of("blender");

        var plan = fold(
                new QueueCreated(queue), new QueueMeasured(queue, 9, 0, 0, 0), new QueueMeasured(queue, 5, 2, 1, 4));

        QueuePatch patch = Objects.requireNonNull(plan.queues().get(queue));
        assertThat(Objects.requireNonNull(patch.newest).measured()).isEqualTo(new QueueMeasured(queue, 5, 2, 1, 4));
    }

    @Test
    void a_thousand_changes_are_few_statements() {
        var fold = new EventFold();
        for (int i = 0; i < 1_000; i++) {
            fold.fold(EventLog.envelope(started(i, 1, ANNA), i));
            fold.fold(EventLog.envelope(completed(i, 1, ANNA), i));
        }

        assertThat(fold.plan().statements()).hasSize(2);
    }

    private static Round onlyRound(Event... events) {
        var rounds = fold(events).rounds();
        assertThat(rounds).hasSize(1);
        return rounds.getFirst();
    }

    private static BatchPlan fold(Event... events) {
        var fold = new EventFold();
        for (int i = 0; i < events.length; i++) {
            fold.fold(EventLog.envelope(events[i], i));
        }
        return fold.plan();
    }

    private static TaskPatch taskPatch(Round round, int index) {
        return Objects.requireNonNull(round.tasks.get(task(index)));
    }

    @Test
    void the_last_word_on_a_blocklist_counts() {
        var blocklisted = new WorkerBlocklisted(JOB, ANNA, "blender");
        var unblocked = new WorkersUnblocked(JOB, Map.of(ANNA, Set.of("blender")));

        assertThat(onlyRound(blocklisted, unblocked).blocklisted).isEmpty();
        assertThat(onlyRound(unblocked, blocklisted).blocklisted).containsOnlyKeys(blocklisted);
        assertThat(onlyRound(unblocked, blocklisted).unblocked).containsExactly(blocklisted);
    }

    @Test
    void a_changed_tag_takes_all_tasks_out_of_queues_before_they_are_released_again() {
        var rounds = fold(released(JOB, 1, 0, 1), new JobTagChanged(JOB, null), released(JOB, 2, 0))
                .rounds();

        assertThat(rounds).hasSize(2);
        assertThat(rounds.getLast().bulk).containsValue(new BulkChange.RecallTasks(JOB));
        assertThat(rounds.getLast().tasks).containsOnlyKeys(task(0));
        assertThat(Objects.requireNonNull(rounds.getLast().jobs.get(JOB)).workerTag)
                .isEqualTo(new JobPatch.Tag(null));
    }
}
