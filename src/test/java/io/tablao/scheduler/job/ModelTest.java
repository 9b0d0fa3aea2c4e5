// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.model.JobStatus;
import io.tablao.model.JsonText;
import io.tablao.model.Roster;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random commands for random jobs, decided by the scheduler's rules and by {@link ReferenceJob}: after each of them both say
 * the same of the job and of every task. Now and then the scheduler's side goes on with what a recovery makes of its parts.
 */
class ModelTest {

    /** More of them find more: {@code -Dtablao.model.sequences=100000}. */
    private static final int SEQUENCES = Integer.getInteger("tablao.model.sequences", 2_000);

    private static final int STEPS = 60;

    @Test
    void theSchedulerDecidesAsTheRulesSay(TestReporter reporter) {
        long seed = Long.getLong("tablao.model.seed", System.nanoTime());
        reporter.publishEntry("tablao.model.seed", Long.toString(seed));
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            var course = new Course(seed + sequence);
            try {
                for (int step = 0; step < STEPS; step++) {
                    course.step();
                }
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "With -Dtablao.model.seed=" + (seed + sequence) + " -Dtablao.model.sequences=1, after\n"
                                + course.story,
                        failure);
            }
        }
    }

    /** One sequence of commands. */
    private static final class Course {
        private final Random random;
        private final Rules rules;
        private final Roster roster;
        private final List<TaskDefinition> definitions = new ArrayList<>();
        private final ReferenceJob reference;
        private final StringBuilder story = new StringBuilder();
        private @Nullable JobState state;

        Course(long seed) {
            random = new Random(seed);
            rules = new Rules(
                    1 + random.nextInt(3),
                    2 + random.nextInt(2),
                    10 + random.nextInt(60),
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    ZoneOffset.UTC,
                    Duration.ofDays(180),
                    Duration.ofDays(7),
                    Rules.DEFAULT.farm());
            roster = roster();
            int size = 1 + random.nextInt(12);
            for (int index = 0; index < size; index++) {
                List<Integer> dependencies = new ArrayList<>();
                for (int other = 0; other < index; other++) {
                    if (random.nextInt(4) == 0) {
                        dependencies.add(other);
                    }
                }
                String type = random.nextInt(3) == 0 ? "ffmpeg" : "blender";
                definitions.add(Plot.task(index, type, dependencies.toArray(Integer[]::new)));
            }
            var initial = random.nextInt(8) == 0 ? JobStatus.PAUSED : JobStatus.QUEUED;
            reference = new ReferenceJob(definitions, initial, roster, rules);
            ask(new JobCommand.RegisterJob(JOB, Plot.submission(initial)));
            ask(new JobCommand.AddTasks(JOB, "c", 0, definitions));
            ask(new JobCommand.SealJob(JOB, "c", size, JsonText.EMPTY_OBJECT, Map.of(), Plot.SCRIPT));
            compare();
        }

        private Roster roster() {
            var some = Roster.EMPTY;
            for (var worker : Crew.values()) {
                some = some.with(
                        switch (random.nextInt(5)) {
                            case 0 -> worker.accepting("ffmpeg");
                            case 1 -> worker.accepting("blender");
                            default -> worker.awake();
                        });
            }
            return some;
        }

        void step() {
            int task = random.nextInt(definitions.size());
            var worker = any(Crew.values());
            var progress = state().tasks().progress(task);
            if (progress.status() == TaskStatus.ACTIVE && random.nextInt(6) > 0) {
                for (var each : Crew.values()) {
                    worker = each.id().equals(progress.worker()) ? each : worker;
                }
            }
            command(task, worker, progress.attempt());
            if (random.nextInt(8) == 0) {
                var recovered = JobState.recover(state().parts());
                assertThat(recovered.parts()).isEqualTo(state().parts());
                story.append("recovered\n");
                state = recovered;
            }
            compare();
        }

        private void command(int task, Crew worker, int attempt) {
            WorkerId id = worker.id();
            switch (random.nextInt(27)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                    reference.start(task, id);
                    ask(new JobCommand.StartTask(key(task), attempt, id, worker.session()));
                }
                case 8, 9, 10, 11 -> {
                    reference.finish(task, id);
                    ask(new JobCommand.FinishTask(key(task), attempt, id, worker.session()));
                }
                case 12, 13, 14, 15 -> {
                    reference.fail(task, id);
                    ask(new JobCommand.FailTask(key(task), attempt, id, worker.session(), "broken"));
                }
                case 16 -> {
                    reference.lose(id);
                    ask(new JobCommand.ReturnTasks(JOB, id, null, "Lost"));
                }
                case 17 -> ask(new JobCommand.ExpireAttempt(key(task), attempt));
                // Late reports of a former attempt.
                case 18 -> ask(new JobCommand.FinishTask(key(task), attempt - 1, id, worker.session()));
                case 19 -> ask(new JobCommand.FailTask(key(task), attempt - 1, id, worker.session(), "late"));
                case 20 -> ask(new JobCommand.ReportProgress(key(task), attempt, id, worker.session(), 3));
                case 21 -> {
                    var asked = random.nextInt(4) == 0 ? JobStatus.CANCEL_REQUESTED : JobStatus.PAUSE_REQUESTED;
                    reference.request(asked);
                    ask(new JobCommand.RequestJobStatus(JOB, asked, "Somebody asked"));
                }
                case 22 -> {
                    var asked = random.nextBoolean() ? JobStatus.REQUEUEING : any(JobStatus.values());
                    reference.request(asked);
                    ask(new JobCommand.RequestJobStatus(JOB, asked, "Somebody asked"));
                }
                case 23, 24 -> {
                    var asked = any(TaskStatus.values());
                    reference.request(task, asked);
                    ask(new JobCommand.RequestTaskStatus(key(task), asked, "Somebody asked"));
                }
                case 25 -> {
                    String type = random.nextBoolean() ? "blender" : "ffmpeg";
                    reference.unblock(id, type);
                    ask(new JobCommand.UnblockWorkers(JOB, Map.of(id, Set.of(type))));
                }
                default -> {
                    String tag = random.nextInt(3) == 0 ? Crew.FAST : null;
                    reference.changeTag(tag);
                    ask(new JobCommand.ChangeJobTag(JOB, tag));
                }
            }
        }

        private <T> T any(T[] some) {
            return some[random.nextInt(some.length)];
        }

        private void ask(JobCommand first) {
            Deque<JobCommand> due = new ArrayDeque<>();
            due.add(first);
            for (JobCommand command = due.poll(); command != null; command = due.poll()) {
                story.append(command).append('\n');
                if (JobDecider.decide(state, roster, command, START, rules) instanceof Decision.Accepted accepted) {
                    for (var event : accepted.events()) {
                        story.append("    ").append(event).append('\n');
                        state = JobApplier.apply(state, (JobEvent) event, Journal.NONE);
                    }
                    for (var effect : accepted.effects()) {
                        if (JobTrial.told(effect) instanceof JobCommand toItself) {
                            due.add(toItself);
                        }
                    }
                }
            }
        }

        private void compare() {
            var found = state();
            assertThat(found.head().status()).as("the job").isEqualTo(reference.status);
            Set<ReferenceJob.Blocked> blocklist = new HashSet<>();
            found.head()
                    .blocklist()
                    .forEach((worker, types) ->
                            types.forEach(type -> blocklist.add(new ReferenceJob.Blocked(worker, type))));
            assertThat(blocklist).isEqualTo(reference.blocklist);
            for (int task = 0; task < definitions.size(); task++) {
                assertThat(found.tasks().status(task)).as("task %d", task).isEqualTo(reference.tasks[task]);
                assertThat(found.tasks().progress(task).failedBy())
                        .as("who failed task %d", task)
                        .isEqualTo(reference.failedBy.get(task));
            }
            Invariants.check(found);
            Invariants.checkAtRest(found);
        }

        private JobState state() {
            assertThat(state).isNotNull();
            return state;
        }
    }
}
