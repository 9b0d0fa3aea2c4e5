// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent;
import io.tablao.model.TaskStatus;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds every event that a test decides against the tables of transitions, before it is applied. */
final class Legality {

    private Legality() {}

    static void check(@Nullable JobState state, JobEvent event) {
        switch (event) {
            case JobEvent.JobStatusChanged changed -> {
                assertThat(changed.from())
                        .as("%s", changed)
                        .isEqualTo(state.head().status());
                assertThat(JobTransitions.allows(changed.from(), changed.to()))
                        .as("%s", changed)
                        .isTrue();
                assertThat(changed.reason()).isNotBlank();
            }
            case JobEvent.TasksChanged changed -> {
                for (var from : changed.from()) {
                    assertThat(JobTransitions.allows(from, changed.to()))
                            .as("%s", changed)
                            .isTrue();
                }
                assertThat(IntStream.range(0, state.tasks().size())
                                .anyMatch(index ->
                                        changed.from().contains(state.tasks().status(index))))
                        .as("some task that changes by %s", changed)
                        .isTrue();
            }
            case JobEvent.TasksReleased released ->
                released.tasks().forEach(task -> {
                    assertThat(state.tasks().unmet(task.index())).isZero();
                    assertThat(task.attempt())
                            .isEqualTo(state.tasks().progress(task.index()).attempt() + 1);
                });
            case JobEvent.TasksRecalled recalled ->
                recalled.tasks().forEach(task -> {
                    assertThat(state.tasks().unmet(task.index()) > 0
                                    || state.terms().options().maxActive() != null)
                            .as("a reason to recall %s", task)
                            .isTrue();
                    assertThat(state.tasks().progress(task.index()).released()).isTrue();
                    assertThat(task.attempt())
                            .isEqualTo(state.tasks().progress(task.index()).attempt());
                });
            case JobEvent.JobStalled stalled -> {
                assertThat(state.head().status().runs()).isTrue();
                assertThat(stalled.reason()).startsWith("Nothing is left to run");
            }
            case JobEvent.JobTagChanged e ->
                assertThat(e.tag()).isNotEqualTo(state.head().workerTag());
            case JobEvent.WorkersUnblocked e ->
                e.taskTypes()
                        .forEach((worker, types) ->
                                assertThat(state.head().blocklist().get(worker)).containsAll(types));
            case JobEvent.TaskCanceled canceled -> check(state, canceled, TaskStatus.CANCELED);
            case JobEvent.TaskStarted started -> {
                assertThat(state.tasks().unmet(started.task().index())).isZero();
                check(state, started, TaskStatus.ACTIVE);
            }
            case JobEvent.TaskCompleted completed -> check(state, completed, TaskStatus.COMPLETED);
            case JobEvent.TaskSoftFailed failed -> check(state, failed, TaskStatus.SOFT_FAILED);
            case JobEvent.TaskFailed failed -> check(state, failed, TaskStatus.FAILED);
            case JobEvent.TaskReturned returned -> {
                // A dispatch that expires leaves its task in the status it had.
                if (state.tasks().status(returned.task().index()) != returned.to()) {
                    check(state, returned, returned.to());
                }
            }
            case JobEvent.TaskProgressed progressed ->
                assertThat(state.tasks().status(progressed.task().index())).isEqualTo(TaskStatus.ACTIVE);
            case JobEvent.JobRegistered registered -> assertThat(state).isNull();
            case JobEvent.CompilationRestarted e -> underConstruction(state);
            case JobEvent.TasksAdded e -> underConstruction(state);
            case JobEvent.JobSealed e -> underConstruction(state);
            case JobEvent.CompilationFailed e -> underConstruction(state);
            case JobEvent.CompilationCanceled e -> underConstruction(state);
            case JobEvent.InitialStatusChanged e -> underConstruction(state);
            case JobEvent.OptionsTaken e -> assertThat(state.tasks().retries()).isEmpty();
            case JobEvent.StartTimeReached e ->
                assertThat(state.terms().startPending()).isTrue();
            case JobEvent.PredecessorHeard e ->
                assertThat(state.terms().waitsFor()).containsKey(e.predecessor());
            case JobEvent.FollowerAdded e -> assertThat(state.followers()).doesNotContain(e.follower());
            case JobEvent.FollowersForgotten e -> assertThat(state.followers()).isNotEmpty();
            case JobEvent.RetryPlanned e -> {
                assertThat(state.tasks().status(e.task().index())).isEqualTo(TaskStatus.QUEUED);
                assertThat(e.retry())
                        .isLessThanOrEqualTo(state.terms().options().retries());
            }
            case JobEvent.RetryDue e ->
                assertThat(state.tasks().retry(e.task().index()).notBefore()).isNotNull();
            case JobEvent.JobPriorityChanged e -> assertThat(e.priority()).isBetween(0, 100);
            case JobEvent.JobDeletionRequested e ->
                assertThat(state.head().deleteRequested()).isNull();
            case JobEvent.JobTasksErased e -> {
                assertThat(state.head().deleteRequested()).isNotNull();
                assertThat(e.chunksLeft()).isLessThan(state.chunks());
            }
            case JobEvent.JobDeleted e -> {
                assertThat(state.head().status().ended()).isTrue();
                assertThat(state.parts()).as("what is left").hasSize(1);
            }
            case JobEvent.JobForgotten e -> assertThat(state).isNull();
            case JobEvent.BlocklistCleared e -> assertThat(state).isNotNull();
            case JobEvent.WorkerBlocklisted e ->
                assertThat(state.head().blocklist().getOrDefault(e.worker(), Set.of()))
                        .doesNotContain(e.taskType());
        }
    }

    private static void check(JobState state, JobEvent.OfTask event, TaskStatus to) {
        var from = state.tasks().status(event.task().index());
        assertThat(JobTransitions.allows(from, to))
                .as("from %s by %s", from, event)
                .isTrue();
    }

    private static void underConstruction(JobState state) {
        assertThat(state.tasks().size()).isZero();
    }
}
