// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.model.JobStatus;
import io.tablao.model.Roster;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** A job of 100 000 tasks and one that waits for them all takes time in proportion: had it a square anywhere, minutes. */
class LargeJobTest {

    private static final int TASKS = 100_000;
    private static final Crew WORKER = Crew.ANNA;
    private static final Roster ROSTER = Roster.EMPTY.with(WORKER.awake());

    private final JobState state = registered();

    private static JobState registered() {
        var event = new JobEvent.JobRegistered(JOB, Plot.submission(JobStatus.QUEUED), START);
        return JobApplier.apply(null, event, Journal.NONE);
    }

    @Test
    @Timeout(60)
    void timeIsLinear(TestReporter reporter) {
        long began = System.nanoTime();
        List<TaskDefinition> tasks = new ArrayList<>(Plot.film(TASKS));
        for (int from = 0, chunk = 0; from < tasks.size(); from += 500, chunk++) {
            var part = tasks.subList(from, Math.min(tasks.size(), from + 500));
            carryOut(new JobCommand.AddTasks(JOB, "c", chunk, part));
        }
        carryOut(Plot.seal("c", tasks.size()).apply(new JobTrial()));
        for (int index = 0; index <= TASKS; index++) {
            int attempt = state.tasks().progress(index).attempt();
            carryOut(new JobCommand.StartTask(key(index), attempt, WORKER.id(), WORKER.session()));
            if (index % 100 == 0) {
                carryOut(new JobCommand.ReturnTasks(JOB, WORKER.id(), null, "Lost"));
                attempt++;
                carryOut(new JobCommand.StartTask(key(index), attempt, WORKER.id(), WORKER.session()));
            }
            carryOut(new JobCommand.FinishTask(key(index), attempt, WORKER.id(), WORKER.session()));
        }
        assertThat(state.head().status()).isEqualTo(JobStatus.COMPLETED);

        carryOut(new JobCommand.RequestJobStatus(JOB, JobStatus.REQUEUEING, "Once more"));
        carryOut(new JobCommand.RequestJobStatus(JOB, JobStatus.CANCEL_REQUESTED, "Enough"));
        assertThat(state.tasks().count(TaskStatus.CANCELED)).isEqualTo(TASKS + 1);

        var recovered = JobState.recover(state.parts());
        assertThat(recovered.tasks().count(TaskStatus.CANCELED)).isEqualTo(TASKS + 1);
        reporter.publishEntry(
                "a large job's life",
                Duration.ofNanos(System.nanoTime() - began).toString());
    }

    private void carryOut(JobCommand first) {
        Deque<JobCommand> due = new ArrayDeque<>();
        due.add(first);
        while (!due.isEmpty()) {
            var decision = (Decision.Accepted) JobDecider.decide(state, ROSTER, due.poll(), START, Rules.DEFAULT);
            decision.events().forEach(event -> JobApplier.apply(state, (JobEvent) event, Journal.NONE));
            for (var effect : decision.effects()) {
                if (JobTrial.told(effect) instanceof JobCommand toItself) {
                    due.add(toItself);
                }
            }
        }
    }

    @Test
    @Timeout(60)
    void aTaskThatNothingHappenedToTakesNoObjectsOfItsOwn(TestReporter reporter) {
        List<TaskDefinition> tasks = IntStream.range(0, 1_000_000)
                .mapToObj(index -> new TaskDefinition(index, "t", "blender", 50, List.of(), List.of()))
                .toList();
        long before = used();
        var table = new TaskTable(JOB, tasks);
        long perTask = (used() - before) / tasks.size();
        reporter.publishEntry("bytes a task, besides its definition", Long.toString(perTask));

        assertThat(table.size()).isEqualTo(tasks.size());
        assertThat(perTask).isLessThan(32);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
