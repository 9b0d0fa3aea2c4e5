// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.Partitioning;
import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.WorkerCommand.CheckWorker;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.SessionId;
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

    private ShardCommand register() {
        return on(new RegisterJob(
                job,
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
            throw new AssertionError("Nothing was there to recover: " + queue);
        }

        @Override
        public void released(int shard) {
            assertThat(shard).isBetween(0, SHARDS - 1);
        }
    }
}
