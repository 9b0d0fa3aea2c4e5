// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand.ReturnTasks;
import io.tablao.event.QueueCommand.RefreshQueue;
import io.tablao.event.RosterCommand;
import io.tablao.event.RosterCommand.AdoptSettings;
import io.tablao.event.RosterCommand.UpdateRoster;
import io.tablao.event.RosterEvent;
import io.tablao.event.RosterEvent.RosterUpdated;
import io.tablao.event.RosterEvent.SettingsAdopted;
import io.tablao.model.FarmSettings;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a shard makes of news of a worker. */
class RosterDeciderTest {

    private static final int SHARD = 3;
    private static final WorkerId ANNA = new WorkerId(new UUID(0, 1));
    private static final SessionId FIRST = new SessionId(new UUID(1, 1));
    private static final SessionId SECOND = new SessionId(new UUID(1, 2));
    private static final JobId OF_FIRST = new JobId(new UUID(2, 1));
    private static final JobId OF_SECOND = new JobId(new UUID(2, 2));

    /** A shard with a job of which Anna runs a task in her first session, one in her second, and three queues. */
    private static final ShardView VIEW = new ShardView() {
        @Override
        public Collection<JobId> jobsHeldBy(WorkerId worker, @Nullable SessionId keep) {
            var jobs = new ArrayList<JobId>();
            if (!SECOND.equals(keep)) {
                jobs.add(OF_SECOND);
            }
            if (!FIRST.equals(keep)) {
                jobs.add(OF_FIRST);
            }
            return jobs;
        }

        @Override
        public Collection<QueueId> queues() {
            return List.of(QueueId.of("misc"), QueueId.of("ffmpeg"), QueueId.of("blender"), new QueueId("misc", "tag"));
        }
    };

    private final RosterState state = RosterState.empty(SHARD);

    @Test
    void a_new_session_returns_what_older_ones_hold_and_wakes_its_queues() {
        var member = member(SECOND, WorkerStatus.AWAKE, "blender", "misc");
        assertThat(decide(member))
                .isEqualTo(new Decision.Builder()
                        .event(new RosterUpdated(SHARD, member))
                        .effect(new Effect.Tell(
                                new ReturnTasks(OF_FIRST, ANNA, SECOND, "Worker anna has begun another session")))
                        .effect(new Effect.Tell(new RefreshQueue(QueueId.of("blender"))))
                        .effect(new Effect.Tell(new RefreshQueue(QueueId.of("misc"))))
                        .accepted());
    }

    @Test
    void a_worker_that_is_deleted_holds_nothing_and_leaves_nothing_behind() {
        given(member(SECOND, WorkerStatus.AWAKE, "misc"));
        var remove = new RosterCommand.RemoveFromRoster(SHARD, ANNA);
        var decision = (Decision.Accepted) RosterDecider.decide(state, VIEW, remove);
        assertThat(decision)
                .isEqualTo(new Decision.Builder()
                        .event(new RosterEvent.RemovedFromRoster(SHARD, ANNA))
                        .effect(new Effect.Tell(new ReturnTasks(OF_FIRST, ANNA, null, "Worker anna was deleted")))
                        .effect(new Effect.Tell(new ReturnTasks(OF_SECOND, ANNA, null, "Worker anna was deleted")))
                        .effect(new Effect.Tell(new RefreshQueue(QueueId.of("misc"))))
                        .accepted());
        List<Runnable> undo = new ArrayList<>();
        RosterApplier.apply(state, (RosterEvent) decision.events().getFirst(), (entity, part, each) -> undo.add(each));
        assertThat(state.part(ANNA.toString())).as("a tombstone").isEmpty();
        assertThat(RosterDecider.decide(state, VIEW, remove))
                .as("a second delivery")
                .isEqualTo(Decision.NOTHING);
        undo.forEach(Runnable::run);
        assertThat(state.part(ANNA.toString())).isPresent();
    }

    @Test
    void the_same_news_again_change_nothing() {
        var member = member(SECOND, WorkerStatus.AWAKE, "misc");
        given(member);
        assertThat(decide(member)).isEqualTo(Decision.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(
            value = WorkerStatus.class,
            names = {"AWAKE"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_worker_that_is_not_awake_holds_nothing(WorkerStatus status) {
        given(member(SECOND, WorkerStatus.AWAKE, "misc"));
        var decision = (Decision.Accepted) decide(member(SECOND, status, "misc"));
        assertThat(decision.effects().stream()
                        .filter(Effect.Tell.class::isInstance)
                        .map(effect -> ((Effect.Tell) effect).command())
                        .filter(ReturnTasks.class::isInstance)
                        .map(ReturnTasks.class::cast))
                .hasSize(2)
                .allMatch(
                        returned -> returned.keep() == null && returned.reason().startsWith("Worker anna "))
                .extracting(ReturnTasks::job)
                .containsExactly(OF_FIRST, OF_SECOND);
        assertThat(decision.effects()).contains(new Effect.Tell(new RefreshQueue(QueueId.of("misc"))));
    }

    @Test
    void a_queue_that_the_worker_no_longer_serves_is_woken_too() {
        given(member(FIRST, WorkerStatus.AWAKE, "ffmpeg"));
        var decision = (Decision.Accepted) decide(member(SECOND, WorkerStatus.AWAKE, "misc"));
        assertThat(decision.effects())
                .contains(
                        new Effect.Tell(new RefreshQueue(QueueId.of("ffmpeg"))),
                        new Effect.Tell(new RefreshQueue(QueueId.of("misc"))))
                .doesNotContain(new Effect.Tell(new RefreshQueue(QueueId.of("blender"))));
    }

    @Test
    void what_is_recovered_is_what_was() {
        given(member(FIRST, WorkerStatus.AWAKE, "misc"));
        given(member(FIRST, WorkerStatus.OFFLINE, "misc"));
        var recovered = RosterState.recover(SHARD, state.parts());
        assertThat(recovered.roster()).isEqualTo(state.roster());
        assertThat(recovered.shard()).isEqualTo(SHARD);
        assertThat(recovered.timers(Instant.EPOCH, Rules.DEFAULT)).isEmpty();
        assertThat(RosterState.recover(SHARD, List.of()).roster()).isEqualTo(Roster.EMPTY);
    }

    @Test
    void what_is_rolled_back_is_as_before() {
        var undo = new ArrayList<Runnable>();
        RosterApplier.apply(
                state, new RosterUpdated(SHARD, member(FIRST, WorkerStatus.AWAKE, "misc")), (entity, part, each) -> {
                    assertThat(state.part(part)).isPresent();
                    undo.add(each);
                });
        assertThat(state.parts()).hasSize(1);
        undo.forEach(Runnable::run);
        assertThat(state.parts()).isEmpty();
        assertThat(state.part(ANNA.toString())).isEmpty();
    }

    @Test
    void newer_settings_are_adopted_and_older_ones_are_not() {
        FarmSettings settings = FarmSettings.NONE.withSharedStorage("/mnt/a");
        var adopted = new SettingsAdopted(SHARD, 2, settings);
        var second = new AdoptSettings(SHARD, 2, settings);
        assertThat(RosterDecider.decide(state, VIEW, second))
                .isEqualTo(new Decision.Builder().event(adopted).accepted());

        RosterApplier.apply(state, adopted, Journal.NONE);

        assertThat(state.settings()).isEqualTo(settings);
        assertThat(RosterState.recover(SHARD, state.parts()).settings()).isEqualTo(settings);
        assertThat(RosterDecider.decide(state, VIEW, second)).isEqualTo(Decision.NOTHING);
        assertThat(RosterDecider.decide(state, VIEW, new AdoptSettings(SHARD, 1, FarmSettings.NONE)))
                .isEqualTo(Decision.NOTHING);
    }

    private void given(Roster.Member member) {
        ((Decision.Accepted) decide(member))
                .events()
                .forEach(event -> RosterApplier.apply(state, (RosterEvent) event, Journal.NONE));
    }

    private Decision decide(Roster.Member member) {
        return RosterDecider.decide(state, VIEW, new UpdateRoster(SHARD, member));
    }

    private static Roster.Member member(SessionId session, WorkerStatus status, String... types) {
        return new Roster.Member(
                ANNA, session, status, new WorkerProfile("anna", "linux", "tablao 1", Set.of(types), Set.of(), false));
    }
}
