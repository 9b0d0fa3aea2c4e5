// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.Partitioning;
import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.bus.WrittenState;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.JobEvent;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.QueueCommand.QueueReady;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueueEvent.DispatchExpired;
import io.tablao.event.QueueEvent.TaskDispatched;
import io.tablao.event.WorkerCommand.Heartbeat;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.queue.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A farm with a task that anna runs and another that lies dispatched, and outages of every kind: afterwards every task and
 * every worker is where it was, and what stays silent then is missed all the same.
 */
class OutageTest {

    private static final int SHARDS = 4;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Rules RULES = Rules.DEFAULT;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final QueueId QUEUE = QueueId.of("blender");
    private static final WorkerId ANNA = new WorkerId(new UUID(2, 1));
    private static final WorkerId BERT = new WorkerId(new UUID(2, 2));
    private static final TaskKey RUNNING = new TaskKey(new JobId(new UUID(1, 1)), 0);

    private final List<Event> events = new ArrayList<>();
    private final WrittenState written = new WrittenState();
    private ShardKeeper keeper = keeper();
    private Instant now = NOON;

    @BeforeEach
    void aFarmAtWork() {
        recover();
        hear(new QueueReady(QUEUE));
        hear(signOn(ANNA), signOn(BERT));
        hear(new RegisterJob(
                RUNNING.job(),
                new JobSubmission(
                        "a job",
                        "test",
                        null,
                        50,
                        JsonText.EMPTY_OBJECT,
                        Map.of(),
                        "linux",
                        null,
                        null,
                        JobStatus.QUEUED)));
        hear(new AddTasks(RUNNING.job(), "c", 0, List.of(task(0), task(1), task(2))));
        hear(new SealJob(RUNNING.job(), "c", 3, JsonText.EMPTY_OBJECT, Map.of(), "hash"));
        hear(new StartTask(RUNNING, 1, ANNA, session(ANNA)));
        assertThat(events).hasAtLeastOneElementOfType(TaskStarted.class);
        assertThat(events.stream().filter(TaskDispatched.class::isInstance)).hasSize(2);
        events.clear();
    }

    @Test
    void withoutAnOutageWhoIsSilentIsMissed() {
        pass(RULES.dispatchTimeout().plus(Duration.ofSeconds(10)));

        assertThat(events).hasAtLeastOneElementOfType(DispatchExpired.class);
        assertThat(events.stream().filter(WorkerLost.class::isInstance)).hasSize(2);
        assertThat(events).hasAtLeastOneElementOfType(TaskReturned.class);
    }

    @Test
    void aTaskThatIsNotHeardOfFailsThoughItsWorkerLives() {
        for (Duration time = SECOND; time.compareTo(RULES.taskTimeout()) < 0; time = time.plusSeconds(10)) {
            everybodyBeats();
            pass(Duration.ofSeconds(10));
        }
        everybodyBeats();
        pass(Duration.ofSeconds(10));

        assertThat(events).hasAtLeastOneElementOfType(TaskSoftFailed.class);
        assertThat(events).doesNotHaveAnyElementsOfTypes(WorkerLost.class);
    }

    @Test
    void aReportThatComesWithTheTimerItselfIsInTime() {
        for (Duration time = SECOND; time.compareTo(RULES.taskTimeout()) < 0; time = time.plusSeconds(10)) {
            everybodyBeats();
            pass(Duration.ofSeconds(9));
        }
        now = NOON.plus(RULES.taskTimeout());
        decide(List.of(new ReportProgress(RUNNING, 1, ANNA, session(ANNA), 0), beat(ANNA), beat(BERT)), true);

        assertThat(events).doesNotHaveAnyElementsOfTypes(TaskSoftFailed.class, TaskFailed.class);
    }

    @Test
    void aFarmThatWasOffOvernightComesBackWithEverythingInItsPlace() {
        now = now.plus(Duration.ofHours(12));
        recover();
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    @Test
    void anotherProcessThatTakesOverHarmsNobody() {
        now = now.plus(Duration.ofSeconds(70));
        recover();
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    @Test
    void whenKafkaWasAwayForTenMinutesNobodysSilenceCounts() {
        now = now.plus(Duration.ofMinutes(10));
        keeper.graceFrom(now);
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    @Test
    void whenTransactionsWereAbortedForTenMinutesNobodysSilenceCounts() {
        for (int attempt = 0; attempt < 10; attempt++) {
            now = now.plus(Duration.ofMinutes(1));
            keeper.decide(commands(List.of(beat(ANNA))), now, true);
            keeper.rolledBack();
            keeper.graceFrom(now);
        }
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    @Test
    void aClockThatIsSetForwardHarmsNobody() {
        now = now.plus(Duration.ofDays(400));
        keeper.graceFrom(now);
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    @Test
    void aClockThatIsSetBackHarmsNobody() {
        now = now.minus(Duration.ofDays(400));
        keeper.graceFrom(now);
        pass(Duration.ZERO);

        everythingIsInItsPlace();
    }

    /** All goes on as if nothing had been; then the grace is over, and who has not come back is missed. */
    private void everythingIsInItsPlace() {
        pass(RULES.dispatchTimeout().minus(SECOND));
        assertThat(events)
                .as("while what was dispatched has its whole time once more")
                .isEmpty();

        pass(RULES.workerTimeout().plus(RULES.grace()).minus(RULES.dispatchTimeout()));
        assertThat(events)
                .as("while workers and what they run have grace")
                .doesNotHaveAnyElementsOfTypes(WorkerLost.class);
        assertThat(events.stream()
                        .filter(event -> event instanceof JobEvent.OfTask ofTask
                                && ofTask.task().equals(RUNNING)))
                .isEmpty();
        hear(new FinishTask(RUNNING, 1, ANNA, session(ANNA)), beat(ANNA));
        assertThat(events).hasAtLeastOneElementOfType(TaskCompleted.class);

        pass(SECOND);
        assertThat(events.stream().filter(WorkerLost.class::isInstance))
                .extracting(lost -> ((WorkerLost) lost).worker())
                .containsExactly(BERT);
    }

    /** Time passes, with timers firing as they come due. */
    private void pass(Duration time) {
        Instant until = now.plus(time);
        for (var next = keeper.nextTimer(); next.isPresent() && !next.get().isAfter(until); next = keeper.nextTimer()) {
            now = next.get().isAfter(now) ? next.get() : now;
            decide(List.of(), true);
        }
        now = until;
    }

    private void everybodyBeats() {
        hear(beat(ANNA), beat(BERT));
    }

    private void hear(Command... commands) {
        decide(Arrays.asList(commands), false);
    }

    private void decide(List<Command> commands, boolean fireTimers) {
        written.write(keeper.decide(commands(commands), now, fireTimers));
        keeper.committed();
        for (var more = written.takeCommands(); !more.isEmpty(); more = written.takeCommands()) {
            written.write(keeper.decide(more, now, false));
            keeper.committed();
        }
    }

    private List<ShardCommand> commands(List<Command> commands) {
        return commands.stream()
                .map(command -> new ShardCommand(
                        Partitioning.of(command.entity(), SHARDS),
                        new Envelope<>(new UUID(9, 9), now, null, null, command)))
                .toList();
    }

    private void recover() {
        keeper = keeper();
        for (int shard = 0; shard < SHARDS; shard++) {
            keeper.recover(shard, written.parts(shard), now);
        }
    }

    private static Command beat(WorkerId worker) {
        return new Heartbeat(worker, session(worker), List.of());
    }

    private static Command signOn(WorkerId worker) {
        return new SignOnWorker(
                worker,
                session(worker),
                new WorkerProfile("worker " + worker, "linux", "test", Set.of("blender"), Set.of(), false));
    }

    private static SessionId session(WorkerId worker) {
        return new SessionId(new UUID(3, worker.value().getLeastSignificantBits()));
    }

    private static TaskDefinition task(int index) {
        return new TaskDefinition(index, "t" + index, "blender", 50, List.of(), List.of());
    }

    private ShardKeeper keeper() {
        return new ShardKeeper(SHARDS, RULES, new ShardObserver() {
            @Override
            public void decided(Command command, Instant sent, Instant decided) {
                assertThat(sent).isEqualTo(decided);
            }

            @Override
            public void failed(Command command) {
                throw new AssertionError("Could not be decided: " + command);
            }

            @Override
            public void happened(Event event) {
                if (!(event instanceof QueueEvent)
                        || event instanceof DispatchExpired
                        || event instanceof TaskDispatched) {
                    events.add(event);
                }
            }

            @Override
            public void recovered(QueueState queue) {
                assertThat(queue.queue()).isEqualTo(QUEUE);
            }

            @Override
            public void released(int shard) {
                throw new AssertionError("No shard goes: " + shard);
            }
        });
    }
}
