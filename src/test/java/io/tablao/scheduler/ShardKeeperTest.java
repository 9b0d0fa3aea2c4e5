// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.Partitioning;
import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.bus.WrittenState;
import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.ChangeJobPriority;
import io.tablao.event.JobCommand.DeleteJob;
import io.tablao.event.JobCommand.FailCompilation;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.JobEvent;
import io.tablao.event.JobEvent.JobDeleted;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.RosterCommand;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerCommand.CheckWorker;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.event.WorkerEvent.WorkerDeleted;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.event.WorkerEvent.WorkerSignedOn;
import io.tablao.model.Actor;
import io.tablao.model.FarmSettings;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardKeeperTest {

    private static final int SHARDS = 4;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final Observed observed = new Observed();
    private final ShardKeeper keeper = new ShardKeeper(SHARDS, Rules.DEFAULT, observed);
    private final JobId job = new JobId(new UUID(1, 1));
    private final WorkerId worker = new WorkerId(new UUID(2, 2));
    private final SessionId session = new SessionId(new UUID(3, 3));

    @BeforeEach
    void own() {
        for (int shard = 0; shard < SHARDS; shard++) {
            keeper.recover(shard, List.of(), NOW);
        }
    }

    @Test
    void what_is_rolled_back_has_never_been() {
        keeper.decide(List.of(register()), NOW, false);
        keeper.rolledBack();

        assertThat(observed.events).isEmpty();
        keeper.decide(List.of(register()), NOW, false);
        keeper.committed();
        assertThat(observed.events).hasExactlyElementsOfTypes(JobRegistered.class);
    }

    @Test
    void a_second_delivery_is_decided_and_changes_nothing() {
        keeper.decide(List.of(register(), register()), NOW, false);
        keeper.committed();

        assertThat(observed.events).hasExactlyElementsOfTypes(JobRegistered.class);
    }

    @Test
    void what_a_decision_tells_entities_of_this_process_happens_with_it() {
        keeper.decide(List.of(signOn()), NOW, false);
        keeper.committed();

        assertThat(observed.events).hasAtLeastOneElementOfType(QueueCreated.class);
    }

    @Test
    void shards_that_were_given_up_in_the_middle_of_a_batch_can_come_back() {
        keeper.decide(List.of(register(), signOn()), NOW, false);
        keeper.rolledBack();
        for (int shard = 0; shard < SHARDS; shard++) {
            keeper.release(shard);
        }
        keeper.recover(shardOf(register().command().body()), List.of(), NOW);

        keeper.decide(List.of(register()), NOW, false);
        keeper.committed();

        assertThat(observed.events).hasExactlyElementsOfTypes(JobRegistered.class);
        assertThat(observed.recovered).isEmpty();
        assertThat(keeper.nextTimer()).isEmpty();
    }

    @Test
    void a_timer_fires_once_and_only_when_it_is_due() {
        keeper.decide(List.of(signOn()), NOW, false);
        keeper.committed();
        Instant late = NOW.plus(Duration.ofMinutes(2));

        keeper.decide(List.of(), late, true);
        keeper.committed();
        keeper.decide(List.of(), late, true);
        keeper.committed();

        assertThat(observed.events.stream().filter(WorkerLost.class::isInstance))
                .hasSize(1);
    }

    @Test
    void what_is_set_for_the_farm_counts_in_every_shard_and_for_deadlines_that_were_set_before() {
        keeper.decide(List.of(signOn()), NOW, false);
        keeper.committed();
        var settings = new FarmSettings(
                null,
                null,
                Map.of(),
                null,
                Duration.ofSeconds(20),
                null,
                null,
                FarmSettings.Shaman.AS_CONFIGURED,
                JsonText.EMPTY_OBJECT);
        for (int shard = 0; shard < SHARDS; shard++) {
            keeper.decide(List.of(on(new RosterCommand.AdoptSettings(shard, 1, settings))), NOW, false);
            keeper.committed();
        }

        Instant graceEnds = NOW.plus(Rules.DEFAULT.grace());
        keeper.decide(List.of(), graceEnds.plusSeconds(19), true);
        keeper.committed();
        assertThat(observed.events).doesNotHaveAnyElementsOfTypes(WorkerLost.class);

        keeper.decide(List.of(), graceEnds.plusSeconds(21), true);
        keeper.committed();
        assertThat(observed.events).hasAtLeastOneElementOfType(WorkerLost.class);
    }

    @Test
    void an_outage_of_ours_is_not_held_against_a_worker() {
        keeper.decide(List.of(signOn()), NOW, false);
        keeper.committed();
        Instant after = NOW.plus(Duration.ofMinutes(10));

        keeper.graceFrom(after);
        keeper.decide(List.of(), after, true);
        keeper.committed();

        assertThat(observed.events.stream().filter(WorkerLost.class::isInstance))
                .isEmpty();
    }

    @Test
    void a_worker_that_is_deleted_is_gone_and_one_whose_deletion_was_taken_back_is_not() {
        var delete = on(new WorkerCommand.DeleteWorker(worker));
        keeper.decide(List.of(signOn()), NOW, false);
        keeper.committed();
        keeper.decide(List.of(delete), NOW, false);
        keeper.rolledBack();

        keeper.decide(List.of(delete), NOW, false);
        keeper.committed();
        assertThat(observed.events).hasAtLeastOneElementOfType(WorkerDeleted.class);
        keeper.decide(List.of(), NOW.plus(Duration.ofMinutes(2)), true);
        keeper.committed();
        assertThat(observed.events).as("nobody is missed").doesNotHaveAnyElementsOfTypes(WorkerLost.class);

        observed.events.clear();
        keeper.decide(List.of(delete), NOW, false);
        keeper.committed();
        assertThat(observed.events).as("a second delivery").isEmpty();

        keeper.decide(List.of(signOn(), delete, signOn()), NOW, false);
        keeper.committed();
        assertThat(observed.events.stream().filter(WorkerSignedOn.class::isInstance))
                .as("as one that nobody knows")
                .hasSize(2);
    }

    @Test
    void a_large_job_goes_to_its_queue_in_small_transactions_and_others_have_their_turn_between() {
        var topic = new WrittenState();
        int tasks = 20_000;
        commit(topic, List.of(register()));
        for (int chunk = 0; chunk < tasks / 500; chunk++) {
            commit(topic, List.of(on(new AddTasks(job, "c", chunk, tasks(chunk * 500, 500)))));
        }
        List<ShardCommand> due = List.of(on(new SealJob(job, "c", tasks, JsonText.EMPTY_OBJECT, Map.of(), "hash")));
        int transactions = 0;
        while (!due.isEmpty()) {
            topic.write(keeper.decide(due, NOW, false));
            keeper.committed();
            assertThat(topic.written()).as("records of a transaction").isLessThan(11_000);
            due = topic.takeCommands();
            transactions++;
        }

        assertThat(transactions).isEqualTo(4);
        assertThat(topic.parts(EntityKey.of(QueueId.of("blender")))).hasSize(tasks + 1);
    }

    @Test
    void a_large_job_is_erased_in_small_transactions_whatever_is_rolled_back_meanwhile() {
        var topic = new WrittenState();
        int tasks = 20_000;
        commit(topic, List.of(register()));
        for (int chunk = 0; chunk < tasks / 500; chunk++) {
            commit(topic, List.of(on(new AddTasks(job, "c", chunk, tasks(chunk * 500, 500)))));
        }
        commit(topic, List.of(on(new SealJob(job, "c", tasks, JsonText.EMPTY_OBJECT, Map.of(), "hash"))));
        commit(topic, List.of(on(new DeleteJob(job, "Somebody asked"))));
        assertThat(topic.parts(EntityKey.of(job))).hasSizeGreaterThan(tasks);

        int steps = 0;
        int before = observed.events.size();
        while (observed.events.stream().noneMatch(JobDeleted.class::isInstance)) {
            assertThat(keeper.decide(List.of(), NOW, true).isEmpty()).isFalse();
            keeper.rolledBack();
            if (steps == 3) {
                // Another process takes over, with what is written.
                keeper.release(shardOf(register().command().body()));
                keeper.recover(
                        shardOf(register().command().body()),
                        topic.parts(shardOf(register().command().body())),
                        NOW);
            }
            topic.write(keeper.decide(List.of(), NOW, true));
            keeper.committed();
            assertThat(topic.written()).as("records of a step").isLessThan(5_000);
            assertThat(++steps).isLessThan(30);
        }

        assertThat(steps).isEqualTo(10);
        assertThat(observed.events.subList(before, observed.events.size()).stream()
                        .filter(JobDeleted.class::isInstance))
                .hasSize(1);
        assertThat(topic.parts(EntityKey.of(job))).containsExactly("job:" + job + "|grave");
        assertThat(topic.parts(EntityKey.of(QueueId.of("blender")))).hasSize(1);
        commit(topic, List.of(register()));
        assertThat(topic.parts(EntityKey.of(job))).containsExactly("job:" + job + "|grave");
    }

    @Test
    void a_deleted_job_is_forgotten_in_the_end() {
        var topic = new WrittenState();
        commit(topic, List.of(register(), on(new DeleteJob(job, "Somebody asked"))));
        topic.write(keeper.decide(List.of(), NOW, true));
        keeper.committed();
        assertThat(topic.parts(EntityKey.of(job))).hasSize(1);

        topic.write(keeper.decide(List.of(), NOW.plus(Duration.ofDays(7)), true));
        keeper.committed();

        assertThat(topic.parts(EntityKey.of(job))).isEmpty();
        commit(topic, List.of(register()));
        assertThat(topic.parts(EntityKey.of(job))).containsExactly("job:" + job + "|head");
    }

    @Test
    void many_jobs_whose_time_is_over_are_deleted_in_small_transactions() {
        var topic = new WrittenState();
        for (int number = 0; number < 3_000; number++) {
            var each = new JobId(new UUID(4, number));
            commit(topic, List.of(on(new RegisterJob(each, submission())), on(new FailCompilation(each, "No frames"))));
        }
        var later = NOW.plus(Duration.ofDays(181));

        int steps = 0;
        while (observed.events.stream().filter(JobDeleted.class::isInstance).count() < 3_000) {
            topic.write(keeper.decide(List.of(), later, true));
            assertThat(topic.written()).isLessThan(6_000);
            keeper.committed();
            assertThat(++steps).isLessThan(20);
        }
    }

    @Test
    void events_say_who_is_behind_them_however_far_they_are_from_the_cause() {
        var topic = new WrittenState();
        commit(topic, List.of(register(), signOn()));
        commit(topic, List.of(on(new AddTasks(job, "c", 0, tasks(0, 2)))));
        commit(topic, List.of(on(new SealJob(job, "c", 2, JsonText.EMPTY_OBJECT, Map.of(), "hash"))));
        var start = new StartTask(new TaskKey(job, 0), 1, worker, session);
        commit(topic, List.of(on(start)));
        var anna = Actor.person("10.0.0.5 curl/8");
        var asked = new Envelope<Command>(new UUID(9, 1), NOW, "api", null, anna, new ChangeJobPriority(job, 90));
        commit(topic, List.of(new ShardCommand(shardOf(asked.body()), asked)));
        // The worker is lost: a timer of the worker leads to the roster, the roster to the job.
        topic.write(keeper.decide(List.of(), NOW.plus(Duration.ofMinutes(2)), true));
        keeper.committed();
        commit(topic, topic.takeCommands());

        assertThat(actorOf(topic, JobRegistered.class)).isEqualTo(Actor.SCHEDULER);
        assertThat(actorOf(topic, JobEvent.JobSealed.class)).isEqualTo(Actor.COMPILER);
        assertThat(actorOf(topic, JobEvent.TasksReleased.class)).isEqualTo(Actor.COMPILER);
        assertThat(actorOf(topic, JobEvent.TaskStarted.class))
                .as("it names its worker")
                .isNull();
        assertThat(actorOf(topic, JobEvent.JobPriorityChanged.class)).isEqualTo(anna);
        assertThat(actorOf(topic, JobEvent.TaskReturned.class)).isEqualTo(Actor.TIMER);
        assertThat(topic.events().stream()
                        .filter(event -> event.body() instanceof JobEvent.JobStatusChanged changed
                                && changed.to() == JobStatus.ACTIVE)
                        .map(Envelope::actor))
                .containsExactly(Actor.worker(worker));
    }

    private static Actor actorOf(WrittenState topic, Class<? extends Event> kind) {
        return topic.events().stream()
                .filter(event -> kind.isInstance(event.body()))
                .findFirst()
                .orElseThrow()
                .actor();
    }

    private void commit(WrittenState topic, List<ShardCommand> commands) {
        topic.write(keeper.decide(commands, NOW, false));
        keeper.committed();
        List<ShardCommand> more = topic.takeCommands();
        if (!more.isEmpty()) {
            commit(topic, more);
        }
    }

    private static List<TaskDefinition> tasks(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(index -> new TaskDefinition(index, "t" + index, "blender", 50, List.of(), List.of()))
                .toList();
    }

    private static JobSubmission submission() {
        return new JobSubmission(
                "a job", "test", null, 50, JsonText.EMPTY_OBJECT, Map.of(), "linux", null, null, JobStatus.QUEUED);
    }

    private ShardCommand register() {
        return on(new RegisterJob(job, submission()));
    }

    private ShardCommand signOn() {
        return on(new SignOnWorker(
                worker, session, new WorkerProfile("anna", "linux", "test", Set.of("blender"), Set.of(), false)));
    }

    private static ShardCommand on(Command command) {
        return new ShardCommand(shardOf(command), new Envelope<>(new UUID(9, 9), NOW, null, null, command));
    }

    private static int shardOf(Command command) {
        return Partitioning.of(command.entity(), SHARDS);
    }

    private static final class Observed implements ShardObserver {
        private final List<Event> events = new ArrayList<>();
        private final List<QueueId> recovered = new ArrayList<>();

        @Override
        public void decided(Command command, Instant sent, Instant now) {
            assertThat(command).isNotInstanceOf(CheckWorker.class);
        }

        @Override
        public void failed(Command command) {
            throw new AssertionError("Could not be decided: " + command);
        }

        @Override
        public void happened(Event event) {
            events.add(event);
        }

        @Override
        public void recovered(QueueState queue) {
            recovered.add(queue.queue());
        }

        @Override
        public void released(int shard) {
            assertThat(shard).isBetween(0, SHARDS - 1);
        }
    }
}
