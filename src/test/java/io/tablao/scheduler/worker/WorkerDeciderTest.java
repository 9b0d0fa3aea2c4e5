// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Notice;
import io.tablao.event.QueueCommand.PrepareQueue;
import io.tablao.event.State;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A worker's sessions, and whether it lives. */
class WorkerDeciderTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final WorkerId ANNA = new WorkerId(new UUID(0, 1));
    private static final SessionId FIRST = new SessionId(new UUID(1, 1));
    private static final SessionId SECOND = new SessionId(new UUID(1, 2));
    private static final WorkerProfile PROFILE =
            new WorkerProfile("anna", "linux", "tablao 1", Set.of("misc", "blender"), Set.of(), true);

    private @Nullable WorkerState state;
    private Instant now = START;

    @Test
    void a_worker_signs_on_for_the_first_time() {
        assertThat(decide(signOn(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .event(new WorkerEvent.WorkerSignedOn(ANNA, FIRST, PROFILE, START, WorkerStatus.AWAKE))
                        .effect(told(FIRST, WorkerStatus.AWAKE))
                        .effect(prepare(QueueId.of("blender")))
                        .effect(prepare(QueueId.of("misc")))
                        .effect(signedOn(FIRST))
                        .effect(timer(FIRST, START.plusSeconds(60)))
                        .accepted());
    }

    @Test
    void the_same_sign_on_delivered_twice_is_answered_twice() {
        given(signOn(FIRST));
        assertThat(decide(signOn(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .effect(signedOn(FIRST))
                        .effect(timer(FIRST, START.plusSeconds(60)))
                        .accepted());
    }

    @Test
    void another_session_ends_the_one_before() {
        given(signOn(FIRST));
        var decision = decide(signOn(SECOND));
        assertThat(decision.events())
                .containsExactly(new WorkerEvent.WorkerSignedOn(ANNA, SECOND, PROFILE, START, WorkerStatus.AWAKE));
        assertThat(decision.effects())
                .contains(told(SECOND, WorkerStatus.AWAKE), signedOn(SECOND), timer(SECOND, START.plusSeconds(60)))
                .anyMatch(effect -> ended(effect, FIRST));
    }

    @Test
    void a_session_that_was_over_need_not_be_ended() {
        given(signOn(FIRST), signOff(FIRST));
        assertThat(decide(signOn(SECOND)).effects()).noneMatch(effect -> ended(effect, FIRST));
    }

    @Test
    void a_sign_on_of_a_session_that_was_signed_off_is_too_late() {
        given(signOn(FIRST), signOff(FIRST));
        var decision = decide(signOn(FIRST));
        assertThat(decision.events()).isEmpty();
        assertThat(decision.effects()).singleElement().matches(effect -> ended(effect, FIRST));
    }

    @Test
    void a_worker_signs_off() {
        given(signOn(FIRST));
        assertThat(decide(signOff(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .event(new WorkerEvent.WorkerSignedOff(ANNA, FIRST, START))
                        .effect(told(FIRST, WorkerStatus.OFFLINE))
                        .effect(new Effect.ClearTimer(key()))
                        .effect(forget(START))
                        .accepted());
        given(signOff(FIRST));
        assertThat(decide(signOff(FIRST))).as("a second delivery").isEqualTo(Decision.NOTHING);
    }

    @Test
    void the_sign_off_of_another_session_changes_nothing() {
        assertThat(decide(signOff(FIRST))).isEqualTo(Decision.NOTHING);
        given(signOn(FIRST), signOn(SECOND));
        assertThat(decide(signOff(FIRST))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void each_heartbeat_sets_the_timer_anew_and_now_and_then_it_is_written_down() {
        given(signOn(FIRST));
        after(Duration.ofSeconds(29));
        assertThat(decide(heartbeat(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .effect(timer(FIRST, now.plusSeconds(60)))
                        .accepted());
        after(Duration.ofSeconds(1));
        assertThat(decide(heartbeat(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .event(new WorkerEvent.WorkerSeen(ANNA, now))
                        .effect(timer(FIRST, now.plusSeconds(60)))
                        .accepted());
        given(heartbeat(FIRST));
        after(Duration.ofSeconds(5));
        assertThat(decide(heartbeat(FIRST)).events()).isEmpty();
    }

    @Test
    void a_heartbeat_of_another_session_ends_that_session() {
        given(signOn(FIRST), signOn(SECOND));
        assertThat(decide(heartbeat(FIRST)).effects()).singleElement().matches(effect -> ended(effect, FIRST));
    }

    @Test
    void a_heartbeat_of_an_unknown_worker_ends_its_session_so_that_it_signs_on() {
        assertThat(decideAny(heartbeat(FIRST)))
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        rejected ->
                                assertThat(rejected.effects()).singleElement().matches(effect -> ended(effect, FIRST)));
    }

    @Test
    void a_heartbeat_that_comes_after_the_sign_off_ends_a_session_that_nobody_should_live_in() {
        given(signOn(FIRST), signOff(FIRST));
        assertThat(decide(heartbeat(FIRST)).events()).isEmpty();
        assertThat(decide(heartbeat(FIRST)).effects()).singleElement().matches(effect -> ended(effect, FIRST));
    }

    @Test
    void a_worker_that_was_silent_for_too_long_is_lost() {
        given(signOn(FIRST));
        after(Duration.ofSeconds(60));
        assertThat(decide(check(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .event(new WorkerEvent.WorkerLost(ANNA, FIRST, START))
                        .effect(told(FIRST, WorkerStatus.ERROR))
                        .effect(new Effect.ClearTimer(key()))
                        .effect(forget(now))
                        .accepted());
        given(check(FIRST));
        assertThat(decide(check(FIRST))).as("a second delivery").isEqualTo(Decision.NOTHING);
    }

    @Test
    void a_worker_that_is_known_to_have_been_seen_is_not_lost() {
        given(signOn(FIRST));
        after(Duration.ofSeconds(59));
        assertThat(decide(check(FIRST)))
                .isEqualTo(new Decision.Builder()
                        .effect(timer(FIRST, START.plusSeconds(60)))
                        .accepted());
    }

    @Test
    void a_check_of_a_session_that_is_over_finds_nothing() {
        assertThat(decide(check(FIRST))).isEqualTo(Decision.NOTHING);
        given(signOn(FIRST), signOn(SECOND));
        after(Duration.ofHours(1));
        assertThat(decide(check(FIRST))).isEqualTo(Decision.NOTHING);
        given(signOff(SECOND));
        assertThat(decide(check(SECOND))).isEqualTo(Decision.NOTHING);
    }

    @Test
    void a_lost_worker_that_is_heard_of_again_goes_on_in_its_session() {
        given(signOn(FIRST));
        after(Duration.ofMinutes(2));
        given(check(FIRST));
        var revived = new Decision.Builder()
                .event(new WorkerEvent.WorkerStatusChanged(
                        ANNA, WorkerStatus.ERROR, WorkerStatus.AWAKE, "The worker was heard of again"))
                .event(new WorkerEvent.WorkerSeen(ANNA, now))
                .effect(told(FIRST, WorkerStatus.AWAKE))
                .effect(signedOn(FIRST))
                .effect(timer(FIRST, now.plusSeconds(60)))
                .effect(new Effect.ClearTimer("worker:" + ANNA + " forget"))
                .accepted();
        assertThat(decide(heartbeat(FIRST))).isEqualTo(revived);
        assertThat(decide(signOn(FIRST))).isEqualTo(revived);
        given(heartbeat(FIRST));
        assertThat(worker().status()).isEqualTo(WorkerStatus.AWAKE);
    }

    @Test
    void a_lost_worker_signs_off() {
        given(signOn(FIRST));
        after(Duration.ofMinutes(2));
        given(check(FIRST), signOff(FIRST));
        assertThat(worker().status()).isEqualTo(WorkerStatus.OFFLINE);
    }

    @Test
    void after_a_recovery_a_worker_may_be_silent_for_longer() {
        given(signOn(FIRST));
        var recovered = WorkerState.recover(worker().parts());
        assertThat(recovered.parts()).isEqualTo(worker().parts());
        assertThat(recovered.timers(now, Rules.DEFAULT)).containsExactly(timer(FIRST, now.plus(Duration.ofMinutes(6))));
        given(signOff(FIRST));
        assertThat(WorkerState.recover(worker().parts()).timers(now, Rules.DEFAULT))
                .containsExactly(forget(START));
    }

    @Test
    void what_is_rolled_back_is_as_before() {
        for (var last : List.of(signOn(SECOND), signOff(FIRST), heartbeat(FIRST), check(FIRST))) {
            state = null;
            now = START;
            given(signOn(FIRST));
            after(Duration.ofMinutes(2));
            List<State> before = worker().parts();
            Deque<Runnable> undo = new ArrayDeque<>();
            carryOut(last, (entity, part, each) -> {
                assertThat(entity).isEqualTo(worker().key());
                assertThat(worker().part(part)).isPresent();
                undo.push(each);
            });
            assertThat(worker().parts()).isNotEqualTo(before);
            undo.forEach(Runnable::run);
            assertThat(worker().parts()).isEqualTo(before);
        }
    }

    private void given(WorkerCommand... commands) {
        for (var command : commands) {
            carryOut(command, Journal.NONE);
        }
    }

    private void carryOut(WorkerCommand command, Journal journal) {
        for (var event : decide(command).events()) {
            state = WorkerApplier.apply(state, (WorkerEvent) event, journal);
        }
    }

    private Decision decideAny(WorkerCommand command) {
        return WorkerDecider.decide(state, command, now, Rules.DEFAULT);
    }

    private Decision.Accepted decide(WorkerCommand command) {
        return (Decision.Accepted) WorkerDecider.decide(state, command, now, Rules.DEFAULT);
    }

    private void after(Duration passed) {
        now = now.plus(passed);
    }

    private WorkerState worker() {
        return Objects.requireNonNull(state);
    }

    private static WorkerCommand signOn(SessionId session) {
        return new WorkerCommand.SignOnWorker(ANNA, session, PROFILE);
    }

    private static WorkerCommand signOff(SessionId session) {
        return new WorkerCommand.SignOffWorker(ANNA, session);
    }

    private static WorkerCommand heartbeat(SessionId session) {
        return new WorkerCommand.Heartbeat(ANNA, session, List.of());
    }

    private static WorkerCommand check(SessionId session) {
        return new WorkerCommand.CheckWorker(ANNA, session);
    }

    private static Effect told(SessionId session, WorkerStatus status) {
        return new Effect.TellEveryShard(new Roster.Member(ANNA, session, status, PROFILE));
    }

    private static Effect prepare(QueueId queue) {
        return new Effect.Tell(new PrepareQueue(queue));
    }

    private static Effect signedOn(SessionId session) {
        return new Effect.Notify(new Notice.SignedOn(ANNA, session, WorkerStatus.AWAKE, Set.of()));
    }

    private static Effect.SetTimer timer(SessionId session, Instant at) {
        return new Effect.SetTimer(key(), at, check(session));
    }

    private static Effect.SetTimer forget(Instant since) {
        return new Effect.SetTimer(
                "worker:" + ANNA + " forget", since.plus(Duration.ofDays(90)), new WorkerCommand.ForgetWorker(ANNA));
    }

    private static String key() {
        return "worker:" + ANNA + " unseen";
    }

    private static boolean ended(Effect effect, SessionId session) {
        return effect instanceof Effect.Notify(Notice.SessionEnded(var worker, var which, var reason))
                && worker.equals(ANNA)
                && which.equals(session)
                && !reason.isBlank();
    }
}
