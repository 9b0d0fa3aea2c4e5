// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Command;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.JobPart;
import io.tablao.event.Notice;
import io.tablao.event.Refusal;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.Roster;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One job on trial: given what has happened, when a command comes, then these events and messages follow. Whatever is given
 * goes through the real decider and applier, and so do the commands that the job tells itself meanwhile. The words for people
 * in events and notices are left out of comparisons.
 */
final class JobTrial {

    /** A command for the job as it stands, for instance with the attempts that its tasks are in. */
    interface Ask extends Function<JobTrial, JobCommand> {}

    /** Something that has come about before. */
    interface Past extends Consumer<JobTrial> {}

    static final JobId JOB = new JobId(new UUID(0x10b, 1));
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private @Nullable JobState state;
    private @Nullable DeletedJob deleted;
    private Roster roster = Roster.EMPTY
            .with(Crew.ANNA.awake())
            .with(Crew.BERT.awake())
            .with(Crew.CARL.awake())
            .with(Crew.DORA.awake());
    private Instant now = START;
    private Rules rules = Rules.DEFAULT;
    private Decision decision = Decision.NOTHING;
    private final Map<String, Instant> timers = new TreeMap<>();

    static JobTrial given(Past... pasts) {
        var trial = new JobTrial();
        Arrays.stream(pasts).forEach(past -> past.accept(trial));
        return trial;
    }

    JobTrial and(Past... pasts) {
        Arrays.stream(pasts).forEach(past -> past.accept(this));
        return this;
    }

    static Past roster(Roster.Member... members) {
        return trial -> {
            trial.roster = Roster.EMPTY;
            Arrays.stream(members).forEach(member -> trial.roster = trial.roster.with(member));
        };
    }

    static Past rules(Rules rules) {
        return trial -> trial.rules = rules;
    }

    static Past later(Duration time) {
        return trial -> trial.now = trial.now.plus(time);
    }

    /** The command has come and was carried out, and so was whatever the job told itself. */
    static Past that(Ask ask) {
        return trial -> {
            Deque<JobCommand> due = new ArrayDeque<>();
            due.add(ask.apply(trial));
            while (!due.isEmpty()) {
                var command = due.poll();
                trial.decide(command);
                assertThat(trial.decision).as("what comes of %s", command).isInstanceOf(Decision.Accepted.class);
                trial.effects().forEach(effect -> {
                    if (told(effect) instanceof JobCommand toItself
                            && toItself.job().equals(JOB)) {
                        due.add(toItself);
                    }
                });
            }
        };
    }

    JobTrial when(Ask ask) {
        decide(ask.apply(this));
        return this;
    }

    private void decide(JobCommand command) {
        decision = deleted == null ? JobDecider.decide(state, roster, command, now, rules) : deleted.decide(command);
        for (var event : events()) {
            Legality.check(state, event);
            // As the shard does.
            switch (event) {
                case JobEvent.JobDeleted gone -> {
                    deleted = new DeletedJob(new JobPart.JobGrave(gone.job(), gone.at()));
                    state = null;
                }
                case JobEvent.JobForgotten forgotten -> deleted = null;
                default -> state = JobApplier.apply(state, event, Journal.NONE);
            }
        }
        for (var effect : effects()) {
            if (effect instanceof Effect.SetTimer timer) {
                timers.put(timer.key(), timer.at());
            } else if (effect instanceof Effect.ClearTimer timer) {
                timers.remove(timer.key());
            }
        }
    }

    JobTrial then(JobEvent... expected) {
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        assertThat(events().stream().map(Wordless::event))
                .containsExactly(Arrays.stream(expected).map(Wordless::event).toArray(JobEvent[]::new));
        return this;
    }

    JobTrial thenNothing() {
        assertThat(decision).isEqualTo(Decision.NOTHING);
        return this;
    }

    JobTrial thenRefused(Refusal.Kind kind, String sentence) {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        assertThat(((Decision.Rejected) decision).refusal()).isEqualTo(new Refusal(kind, sentence));
        return this;
    }

    JobTrial thenConflict() {
        assertThat(decision).isInstanceOf(Decision.Rejected.class);
        assertThat(((Decision.Rejected) decision).refusal().kind()).isEqualTo(Refusal.Kind.CONFLICT);
        return this;
    }

    /** Carried out, but whoever waits is told no. */
    JobTrial answering(Refusal.Kind kind, String sentence) {
        assertThat(((Decision.Accepted) decision).answer()).isEqualTo(new Refusal(kind, sentence));
        return this;
    }

    /** Exactly these commands, in this order. */
    JobTrial tells(Command... expected) {
        assertThat(tells()).containsExactly(expected);
        return this;
    }

    JobTrial tellsSoMany(int expected) {
        assertThat(tells()).hasSize(expected);
        return this;
    }

    /** What an entity is told with the effect, at once or later; null: nothing. */
    static @Nullable Command told(Effect effect) {
        return switch (effect) {
            case Effect.Tell tell -> tell.command();
            case Effect.TellLater tell -> tell.command();
            default -> null;
        };
    }

    JobTrial tellsLater(Command... expected) {
        assertThat(effects().stream()
                        .filter(Effect.TellLater.class::isInstance)
                        .map(effect -> ((Effect.TellLater) effect).command()))
                .containsExactly(expected);
        return this;
    }

    JobTrial notifies(Notice... expected) {
        assertThat(effects().stream()
                        .filter(Effect.Notify.class::isInstance)
                        .map(effect -> Wordless.notice(((Effect.Notify) effect).notice())))
                .containsExactly(Arrays.stream(expected).map(Wordless::notice).toArray(Notice[]::new));
        return this;
    }

    /** The job has exactly one timer of this name, due so long after the start of the test. */
    JobTrial timer(String name, Duration due) {
        assertThat(timers).containsEntry("job:" + JOB + " " + name, START.plus(due));
        return this;
    }

    JobTrial noTimer(String name) {
        assertThat(timers).doesNotContainKey("job:" + JOB + " " + name);
        return this;
    }

    /** The job is recovered from its parts by another process. */
    static Past takenOver() {
        return trial -> {
            trial.state = JobState.recover(trial.state().parts());
            trial.timers.clear();
            trial.state.timers(trial.now, trial.rules).forEach(timer -> trial.timers.put(timer.key(), timer.at()));
        };
    }

    /** Exactly these timers of the job as a whole, set or cleared, in this order. */
    JobTrial timers(Effect... expected) {
        assertThat(effects().stream()
                        .filter(Effect.OfTimer.class::isInstance)
                        .filter(effect -> !((Effect.OfTimer) effect).key().endsWith("untouched")))
                .containsExactly(expected);
        return this;
    }

    JobTrial job(JobStatus expected) {
        assertThat(state().head().status()).isEqualTo(expected);
        return this;
    }

    JobTrial tasks(TaskStatus... expected) {
        List<TaskStatus> found = new ArrayList<>();
        for (int index = 0; index < state().tasks().size(); index++) {
            found.add(state().tasks().status(index));
        }
        assertThat(found).containsExactly(expected);
        return this;
    }

    JobTrial tasksOf(int task, TaskStatus expected) {
        assertThat(state().tasks().status(task)).isEqualTo(expected);
        return this;
    }

    /** The job's activity that the decision's change of status brings. */
    JobTrial because(String reason) {
        assertThat(events())
                .filteredOn(JobEvent.JobStatusChanged.class::isInstance)
                .extracting(event -> ((JobEvent.JobStatusChanged) event).reason())
                .containsExactly(reason);
        return this;
    }

    /** What the decision says of a job of which nothing can run. */
    JobTrial stalls(String sentence) {
        assertThat(events()).contains(new JobEvent.JobStalled(JOB, sentence));
        return this;
    }

    JobState state() {
        assertThat(state).as("a job").isNotNull();
        return state;
    }

    Decision decision() {
        return decision;
    }

    int attempt(int task) {
        return state != null && state.tasks().has(task)
                ? state.tasks().progress(task).attempt()
                : 1;
    }

    private List<JobEvent> events() {
        return decision instanceof Decision.Accepted accepted
                ? accepted.events().stream().map(JobEvent.class::cast).toList()
                : List.of();
    }

    private List<Effect> effects() {
        return switch (decision) {
            case Decision.Accepted accepted -> accepted.effects();
            case Decision.Rejected rejected -> rejected.effects();
        };
    }

    private List<Command> tells() {
        return effects().stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).command())
                .toList();
    }

    static TaskKey key(int index) {
        return new TaskKey(JOB, index);
    }
}
