// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.util.EnumMap;
import java.util.EnumSet;

/** What holds of a job at any time. */
final class Invariants {

    private Invariants() {}

    static void check(JobState state) {
        var status = state.head().status();
        var tasks = state.tasks();
        var counts = new EnumMap<TaskStatus, Integer>(TaskStatus.class);
        for (int index = 0; index < tasks.size(); index++) {
            checkTask(state, index);
            counts.merge(tasks.status(index), 1, Integer::sum);
        }
        for (var each : TaskStatus.values()) {
            assertThat(tasks.count(each)).as("count of %s", each).isEqualTo(counts.getOrDefault(each, 0));
        }
        if (tasks.size() > 0) {
            assertThat(status == JobStatus.COMPLETED)
                    .as("%s with all tasks completed", status)
                    .isEqualTo(tasks.count(TaskStatus.COMPLETED) == tasks.size());
        }
        if (status == JobStatus.PAUSE_REQUESTED) {
            assertThat(tasks.count(TaskStatus.ACTIVE))
                    .as("active tasks of a pausing job")
                    .isPositive();
        }
        if (status.ended()) {
            assertThat(tasks.count(EnumSet.of(TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED)))
                    .as("unfinished tasks of a %s job", status)
                    .isZero();
        }
        Integer most = state.terms().options().maxActive();
        if (most != null) {
            assertThat(tasks.count(TaskStatus.ACTIVE)).as("active tasks").isLessThanOrEqualTo(most);
        }
        if (!Terms.met(state.terms())) {
            assertThat(tasks.nextReleased(0))
                    .as("released before its terms are met")
                    .isNegative();
        }
    }

    /** What holds when the job has carried out whatever it told itself: its queues have just what can run. */
    static void checkAtRest(JobState state) {
        var tasks = state.tasks();
        for (int index = 0; index < tasks.size(); index++) {
            var task = tasks.progress(index);
            var retry = tasks.retry(index);
            boolean couldRun = state.head().status().runs()
                    && task.status().canStart()
                    && tasks.unmet(index) == 0
                    && Terms.met(state.terms())
                    && (retry == null || retry.notBefore() == null);
            if (state.terms().options().maxActive() == null || !couldRun) {
                assertThat(task.released()).as("task %d is with a queue", index).isEqualTo(couldRun);
            }
        }
    }

    private static void checkTask(JobState state, int index) {
        var status = state.head().status();
        var tasks = state.tasks();
        var task = tasks.progress(index);
        boolean free = tasks.definition(index).dependencies().stream()
                .allMatch(dependency -> tasks.status(dependency) == TaskStatus.COMPLETED);
        var retry = tasks.retry(index);
        boolean waits = retry != null && retry.notBefore() != null;
        if (waits) {
            assertThat(task.released()).as("task %d waits for its retry", index).isFalse();
        }
        assertThat(tasks.unmet(index) == 0)
                .as("task %d waits for nothing", index)
                .isEqualTo(free);
        assertThat(tasks.nextRecallable(index) == index)
                .as("task %d is to be recalled", index)
                .isEqualTo(!free && task.released());
        assertThat(tasks.nextReady(index) == index)
                .as("task %d is ready", index)
                .isEqualTo(free && task.status().canStart() && !task.released() && !waits);
        assertThat(tasks.nextReleased(index) == index)
                .as("task %d is held by a queue", index)
                .isEqualTo(task.released());
        if (task.released()) {
            assertThat(task.status().canStart() && status.runs())
                    .as("task %d may be with a queue", index)
                    .isTrue();
        }
        if (task.status() == TaskStatus.ACTIVE) {
            assertThat(status.runs() || status == JobStatus.PAUSE_REQUESTED)
                    .as("task %d runs in a %s job", index, status)
                    .isTrue();
            assertThat(tasks.activeOf(task.worker())).contains(task);
        }
        task.failedBy()
                .forEach(worker -> assertThat(
                                tasks.failuresOf(worker, tasks.definition(index).type()))
                        .contains(task));
    }
}
