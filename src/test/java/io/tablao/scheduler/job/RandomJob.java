// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JsonText;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of a random job, with the part of the state topic that is its: after every command the job is recovered from
 * there and must be the same, the command is delivered once more and must change nothing, and {@link Invariants} hold. Now
 * and then some of the last commands are taken back.
 */
final class RandomJob {

    private static final JobId OTHER = new JobId(new UUID(0x10b, 2));

    /** A place to go back to. */
    private record Mark(int undos, Map<String, State> topic) {}

    private final Random random;
    private final Rules rules;
    private final Map<String, String> options = new TreeMap<>();
    private final List<TaskDefinition> tasks = new ArrayList<>();
    private final Map<String, State> topic = new TreeMap<>();
    private final List<Runnable> undos = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Deque<JobCommand> toItself = new ArrayDeque<>();
    private final StringBuilder story = new StringBuilder();
    private Roster roster = Roster.EMPTY;
    private Instant now = START;
    private int chunk;
    private int added;
    private String compilation = "c0";
    private @Nullable JobState state;

    RandomJob(long seed) {
        random = new Random(seed);
        rules = new Rules(
                2 + random.nextInt(2),
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
        if (random.nextBoolean()) {
            options.put("tablao.retries", Integer.toString(random.nextInt(3)));
            options.put("tablao.retry_delay", "1s");
        }
        if (random.nextBoolean()) {
            options.put("tablao.max_active", Integer.toString(1 + random.nextInt(3)));
        }
        if (random.nextInt(3) == 0) {
            options.put(
                    "tablao.start_after", START.plusSeconds(random.nextInt(100)).toString());
        }
        if (random.nextInt(3) == 0) {
            options.put("tablao.after_job", OTHER.toString());
        }
        int size = random.nextInt(14);
        for (int index = 0; index < size; index++) {
            List<Integer> dependencies = new ArrayList<>();
            for (int other = 0; other < index; other++) {
                if (random.nextInt(4) == 0) {
                    dependencies.add(other);
                }
            }
            String type = random.nextInt(3) == 0 ? "ffmpeg" : "blender";
            tasks.add(Plot.task(index, type, dependencies.toArray(Integer[]::new)));
        }
        everybodyIsAwake();
        carryOut(Plot.register());
    }

    String story() {
        return story.toString();
    }

    void step() {
        now = now.plusMillis(random.nextInt(5000));
        if (!toItself.isEmpty() && random.nextInt(4) > 0) {
            carryOut(toItself.poll());
            return;
        }
        int dice = random.nextInt(100);
        if (dice < 3 && !marks.isEmpty()) {
            takeBack();
        } else if (dice < 8) {
            changeRoster();
        } else if (state().head().status() == JobStatus.UNDER_CONSTRUCTION && dice < 80) {
            carryOut(compile());
        } else {
            carryOut(anything());
        }
    }

    private JobCommand compile() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            compilation = "c" + random.nextInt(1000);
            chunk = 0;
            added = 0;
        }
        if (dice == 1) {
            return new JobCommand.AddTasks(JOB, compilation, chunk + 1, tasks);
        }
        if (added < tasks.size()) {
            int upTo = Math.min(tasks.size(), added + 1 + random.nextInt(5));
            var add = new JobCommand.AddTasks(JOB, compilation, chunk, tasks.subList(added, upTo));
            added = upTo;
            chunk++;
            return add;
        }
        return new JobCommand.SealJob(JOB, compilation, tasks.size(), JsonText.EMPTY_OBJECT, options, Plot.SCRIPT);
    }

    private JobCommand anything() {
        int index = random.nextInt(tasks.size() + 1);
        var worker = any(List.of(Crew.values()));
        var table = state().tasks();
        int attempt = table.has(index) ? table.progress(index).attempt() : 1;
        attempt += random.nextInt(15) == 0 ? random.nextInt(3) - 1 : 0;
        var session = random.nextInt(20) == 0 ? new SessionId(new UUID(9, 9)) : worker.session();
        // Most reports come from who runs the task.
        if (table.has(index) && table.status(index) == TaskStatus.ACTIVE && random.nextInt(8) > 0) {
            var task = table.progress(index);
            for (var member : Crew.values()) {
                worker = member.id().equals(task.worker()) ? member : worker;
            }
        }
        return switch (random.nextInt(36)) {
            case 30 -> new JobCommand.CheckTask(key(index), attempt);
            case 31 -> new JobCommand.RetryTask(key(index), 1 + random.nextInt(2));
            case 32 -> new JobCommand.FollowJob(JOB, OTHER);
            case 33 -> news(any(List.of(JobStatus.values())));
            case 0, 1, 2, 3, 4, 5, 6, 7 -> new JobCommand.StartTask(key(index), attempt, worker.id(), session);
            case 8, 9, 10, 11, 12 -> new JobCommand.FinishTask(key(index), attempt, worker.id(), session);
            case 13, 14, 15 -> new JobCommand.FailTask(key(index), attempt, worker.id(), session, "broken");
            case 16, 17 -> new JobCommand.ReportProgress(key(index), attempt, worker.id(), session, random.nextInt(12));
            case 18 -> new JobCommand.ExpireAttempt(key(index), attempt);
            case 19 ->
                new JobCommand.ReturnTasks(JOB, worker.id(), random.nextBoolean() ? null : worker.session(), "Lost");
            case 20 -> request(JobStatus.PAUSE_REQUESTED);
            case 21 -> request(random.nextInt(3) == 0 ? JobStatus.CANCEL_REQUESTED : JobStatus.PAUSE_REQUESTED);
            case 22, 23 -> request(random.nextBoolean() ? JobStatus.QUEUED : JobStatus.REQUEUEING);
            case 24 -> new JobCommand.ChangeJobPriority(JOB, random.nextInt(110));
            case 25, 26, 27 ->
                new JobCommand.RequestTaskStatus(
                        key(index),
                        any(List.of(TaskStatus.QUEUED, TaskStatus.QUEUED, TaskStatus.PAUSED, TaskStatus.CANCELED)),
                        "Somebody asked");
            case 28 ->
                new JobCommand.UnblockWorkers(
                        JOB, Map.of(worker.id(), Set.of(random.nextBoolean() ? "blender" : "ffmpeg")));
            case 29 -> new JobCommand.ChangeJobTag(JOB, random.nextInt(3) == 0 ? Crew.FAST : null);
            default ->
                switch (random.nextInt(5)) {
                    case 0 -> request(any(List.of(JobStatus.values())));
                    case 1 ->
                        random.nextInt(4) == 0
                                ? new JobCommand.FailCompilation(JOB, "No frames")
                                : new JobCommand.ReleaseTasks(JOB);
                    default -> compile();
                };
        };
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static JobCommand request(JobStatus status) {
        return new JobCommand.RequestJobStatus(JOB, status, "Somebody asked");
    }

    private static JobCommand news(@Nullable JobStatus status) {
        return new JobCommand.HearOfJob(JOB, OTHER, "other", status);
    }

    private void changeRoster() {
        var worker = any(List.of(Crew.values()));
        var member = switch (random.nextInt(4)) {
            case 0 -> worker.offline();
            case 1 -> worker.accepting("ffmpeg");
            default -> worker.awake();
        };
        story.append("roster: ").append(member).append('\n');
        roster = roster.with(member);
    }

    private void everybodyIsAwake() {
        for (var worker : Crew.values()) {
            roster = roster.with(worker.awake());
        }
    }

    private void carryOut(JobTrial.Ask ask) {
        carryOut(ask.apply(new JobTrial()));
    }

    private void carryOut(JobCommand command) {
        story.append(command).append('\n');
        marks.add(new Mark(undos.size(), Map.copyOf(topic)));
        var bookkeeping = Bookkeeping.before(state);
        var decision = JobDecider.decide(state, roster, command, now, rules);
        if (decision instanceof Decision.Accepted accepted) {
            List<String> touched = new ArrayList<>();
            for (var event : accepted.events()) {
                story.append("    ").append(event).append('\n');
                Legality.check(state, (JobEvent) event);
                if (event instanceof JobEvent.JobDeleted) {
                    state = null;
                    topic.remove("head");
                    touched.forEach(topic::remove);
                    return;
                }
                state = JobApplier.apply(state, (JobEvent) event, (entity, part, undo) -> {
                    assertThat(entity).isEqualTo(command.entity());
                    touched.add(part);
                    undos.add(undo);
                });
            }
            touched.forEach(this::write);
            accepted.effects().forEach(this::follow);
            bookkeeping.check(state(), accepted);
        }
        if (state != null) {
            assertThat(state).usingRecursiveComparison().isEqualTo(JobState.recover(topic.values()));
            Invariants.check(state);
            if (command instanceof JobCommand.EraseJob) {
                // It goes on each time.
                return;
            }
            var again = JobDecider.decide(state, roster, command, now, rules);
            assertThat(again instanceof Decision.Accepted second ? second.events() : List.of())
                    .as("what comes of a second delivery")
                    .isEmpty();
        }
    }

    private void write(String part) {
        state().part(part).ifPresentOrElse(found -> topic.put(part, found), () -> topic.remove(part));
    }

    private void follow(Effect effect) {
        if (JobTrial.told(effect) instanceof JobCommand command && command.job().equals(JOB)) {
            toItself.add(command);
        }
    }

    /** As a shard does when a transaction is aborted; commands after the mark are lost to this job. */
    private void takeBack() {
        // The first command registered the job; its way back is to drop it.
        int at = Math.max(1, marks.size() - 1 - random.nextInt(5));
        if (at >= marks.size()) {
            return;
        }
        story.append("taken back: ").append(marks.size() - at).append('\n');
        var mark = marks.get(at);
        while (undos.size() > mark.undos()) {
            undos.removeLast().run();
        }
        marks.subList(at, marks.size()).clear();
        topic.clear();
        topic.putAll(mark.topic());
        assertThat(state()).usingRecursiveComparison().isEqualTo(JobState.recover(topic.values()));
        toItself.add(new JobCommand.ReleaseTasks(JOB));
        // The compiler that wrote what was taken back starts again.
        compilation += "'";
        chunk = 0;
        added = 0;
    }

    /** With healthy workers, whatever has become of the job can be brought to its end by asking for it again. */
    boolean isCompletedInTheEnd() {
        everybodyIsAwake();
        if (state().head().status() == JobStatus.UNDER_CONSTRUCTION
                || state().tasks().size() == 0) {
            return false;
        }
        for (int round = 0; round < 200 && state().head().status() != JobStatus.COMPLETED; round++) {
            if (!state().head().status().runs() || round % 40 == 39) {
                carryOut(request(JobStatus.REQUEUEING));
            }
            now = now.plusSeconds(60);
            carryOut(news(JobStatus.COMPLETED));
            for (var retry : List.copyOf(state().tasks().retries())) {
                carryOut(new JobCommand.RetryTask(key(retry.index()), retry.retry()));
            }
            carryOut(new JobCommand.ReleaseTasks(JOB));
            toItself.clear();
            everybodyDoesWhatThereIs();
        }
        assertThat(state().head().status()).isEqualTo(JobStatus.COMPLETED);
        return true;
    }

    /** Whatever has become of the job, it can be deleted, and nothing of it is left. */
    void isDeletedInTheEnd() {
        carryOut(new JobCommand.DeleteJob(JOB, "Somebody asked"));
        assertThat(state().head().status().ended()).isTrue();
        int steps = 0;
        while (state != null) {
            carryOut(anything());
            carryOut(new JobCommand.EraseJob(JOB));
            assertThat(++steps).as("steps to erase a job").isLessThan(100);
        }
        assertThat(topic).isEmpty();
    }

    private void everybodyDoesWhatThereIs() {
        var table = state().tasks();
        for (int index = 0; index < table.size(); index++) {
            for (var worker : Crew.values()) {
                var task = table.progress(index);
                if (task.released()) {
                    carryOut(new JobCommand.StartTask(key(index), task.attempt(), worker.id(), worker.session()));
                }
            }
            var task = table.progress(index);
            if (task.status() == TaskStatus.ACTIVE) {
                carryOut(new JobCommand.FinishTask(key(index), task.attempt(), task.worker(), task.session()));
            }
        }
    }

    private JobState state() {
        assertThat(state).isNotNull();
        return state;
    }
}
