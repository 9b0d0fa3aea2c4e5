// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static io.tablao.model.WorkerStatus.ASLEEP;
import static io.tablao.model.WorkerStatus.AWAKE;
import static io.tablao.model.WorkerStatus.OFFLINE;
import static io.tablao.model.WorkerStatus.RESTART;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.Notice;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.event.WorkerCommand.ReportWorkerStatus;
import io.tablao.event.WorkerCommand.SignOffWorker;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.model.JobId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.worker.SlotState.Then;
import io.tablao.worker.command.TaskOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A slot is put to sleep, woken, sent away and told to restart, whatever it is doing. */
class SlotWishesTest {

    private static final WorkerId WORKER = new WorkerId(new UUID(0, 1));
    private static final SessionId SESSION = new SessionId(new UUID(0, 2));
    private static final SessionId FRESH = new SessionId(new UUID(0, 3));
    private static final WorkerProfile PROFILE =
            new WorkerProfile("anna-1", "linux", "Tablao", Set.of("misc"), Set.of(), true);
    private static final TaskKey TASK = new TaskKey(new JobId(new UUID(0, 4)), 7);
    private static final HeldAttempt FIRST = new HeldAttempt(TASK, 1);
    private static final HeldAttempt OTHER = new HeldAttempt(new TaskKey(TASK.job(), 8), 1);
    private static final FinishTask FINISH = new FinishTask(TASK, 1, WORKER, SESSION);

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:00Z");
    private static final SlotState IDLE = new SlotState.Idle(SESSION);
    private static final SlotState RESTING = new SlotState.Resting(SESSION);
    private static final SlotState RETIRED = new SlotState.Retired(SESSION);
    private static final SlotAction SIGN_OFF = new SlotAction.Say(new SignOffWorker(WORKER, SESSION));
    private static final SlotAction SIGN_ON = new SlotAction.SayLatest(new SignOnWorker(WORKER, FRESH, PROFILE));

    private final SlotRules rules = new SlotRules(WORKER, PROFILE);
    private final SlotState signingOn = new SlotState.SigningOn(FRESH, NOW.plusSeconds(1), 1);
    private SlotState state = IDLE;
    private List<SlotAction> actions = List.of();

    @Test
    void whatIsFreeObeysAtOnceHoweverItIsAsked() {
        for (boolean lazy : List.of(true, false)) {
            given(IDLE).when(wish(ASLEEP, lazy)).then(RESTING, says(ASLEEP));
            given(RESTING).when(wish(AWAKE, lazy)).then(IDLE, says(AWAKE));
            given(IDLE).when(wish(OFFLINE, lazy)).then(RETIRED, SIGN_OFF);
            given(RESTING).when(wish(OFFLINE, lazy)).then(RETIRED, SIGN_OFF);
            given(IDLE).when(wish(RESTART, lazy)).then(signingOn, SIGN_ON);
        }
    }

    @Test
    void whatItIsAlreadyIsSaidOnceMore() {
        given(IDLE).when(wish(AWAKE, false)).then(IDLE, says(AWAKE));
        given(RESTING).when(wish(ASLEEP, false)).then(RESTING, says(ASLEEP));
    }

    @Test
    void aLazyWishIsFulfilledWhenKafkaHasTheEndOfTheTask() {
        given(running(Then.TAKE_NEXT)).when(wish(ASLEEP, true)).then(running(Then.REST));
        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Completed()))
                .then(reporting(null, Then.REST), new SlotAction.ReportEnd(FINISH, FIRST));
        when(new SlotInput.EndDelivered(FIRST)).then(RESTING, says(ASLEEP));
    }

    @Test
    void aLazyWishForTheTaskThatWasJustAskedForLetsItRun() {
        given(asked(Then.TAKE_NEXT)).when(wish(OFFLINE, true)).then(asked(Then.RETIRE));
        when(new SlotInput.Noticed(granted())).then(running(Then.RETIRE), new SlotAction.Run(granted()));
        given(asked(Then.RETIRE))
                .when(new SlotInput.Noticed(new Notice.Refused(WORKER, SESSION, TASK, 1, "reason")))
                .then(RETIRED, SIGN_OFF);
        given(asked(Then.RETIRE)).when(new SlotInput.StartUndeliverable(FIRST)).then(RETIRED, SIGN_OFF);
    }

    @Test
    void aLazyWishIsTakenBack() {
        given(running(Then.REST)).when(wish(AWAKE, true)).then(running(Then.TAKE_NEXT));
        given(asked(Then.REST)).when(wish(AWAKE, true)).then(asked(Then.TAKE_NEXT));
        given(reporting(null, Then.REST)).when(wish(AWAKE, true)).then(reporting(null, Then.TAKE_NEXT));
    }

    @Test
    void anImmediateWishStopsTheTaskAndIsFulfilledWhenNothingRunsAnyMore() {
        given(running(Then.TAKE_NEXT))
                .when(wish(ASLEEP, false))
                .then(stopping(Then.REST), new SlotAction.StopRun("The worker is to be asleep"));
        when(wish(ASLEEP, false)).then(stopping(Then.REST));
        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Stopped())).then(RESTING, says(ASLEEP));
    }

    @Test
    void anImmediateWishOverrulesALazyOne() {
        given(running(Then.REST))
                .when(wish(OFFLINE, false))
                .then(stopping(Then.RETIRE), new SlotAction.StopRun("The worker is to be offline"));
        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Stopped())).then(RETIRED, SIGN_OFF);
    }

    @Test
    void anImmediateWishMakesAGrantThatIsOnItsWayVoid() {
        given(asked(Then.TAKE_NEXT)).when(wish(ASLEEP, false)).then(RESTING, says(ASLEEP));
        when(new SlotInput.Noticed(granted())).then(RESTING);
    }

    @Test
    void whoIsWokenWhileItsTaskIsBeingStoppedGivesTheTaskBackWithItsSession() {
        given(stopping(Then.REST)).when(wish(AWAKE, false)).then(stopping(Then.RESTART));
        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Stopped())).then(signingOn, SIGN_ON);
    }

    @Test
    void whatStopsForAnotherReasonGoesOnAwake() {
        given(stopping(Then.TAKE_NEXT)).when(wish(AWAKE, false)).then(stopping(Then.TAKE_NEXT));
    }

    @Test
    void noWishKeepsAProcessFromEndingOrASessionFromBeingOver() {
        for (Then last : List.of(Then.SIGN_OFF, Then.SIGN_ON)) {
            for (WorkerStatus wished : List.of(AWAKE, ASLEEP, OFFLINE, RESTART)) {
                given(stopping(last)).when(wish(wished, false)).then(stopping(last));
                given(reporting(null, last)).when(wish(wished, false)).then(reporting(null, last));
            }
        }
    }

    @Test
    void anOfferThatCameWithTheEndIsNotTakenByASlotThatIsToRest() {
        given(reporting(OTHER, Then.TAKE_NEXT)).when(wish(ASLEEP, true)).then(reporting(null, Then.REST));
        when(new SlotInput.EndDelivered(FIRST)).then(RESTING, says(ASLEEP));
    }

    @Test
    void aRetiredSlotListensAndComesBackWhenItIsCalled() {
        given(RETIRED).when(wish(AWAKE, false)).then(signingOn, SIGN_ON);
        given(RETIRED).when(wish(ASLEEP, false)).then(signingOn, SIGN_ON);
        given(RETIRED).when(wish(OFFLINE, false)).then(RETIRED);
        given(RETIRED)
                .when(new SlotInput.Noticed(new Notice.SessionEnded(WORKER, SESSION, "A late heartbeat")))
                .then(RETIRED);
        given(RETIRED).when(new SlotInput.BeatDue()).then(RETIRED);
        given(RETIRED).when(new SlotInput.Dispatched(FIRST)).then(RETIRED);
        given(RETIRED)
                .when(new SlotInput.ShutDown())
                .then(new SlotState.SignedOff(SESSION), new SlotAction.SignOff(new SignOffWorker(WORKER, SESSION)));
    }

    @Test
    void aSleepingSlotSaysThatItLives() {
        given(RESTING).when(new SlotInput.BeatDue());
        assertThat(actions).hasSize(1);
    }

    @Test
    void whoeverIsBusyAndSignedOnAnewAsleepStops() {
        given(running(Then.TAKE_NEXT))
                .when(new SlotInput.Noticed(new Notice.SignedOn(WORKER, SESSION, ASLEEP, Set.of())))
                .then(
                        stopping(Then.REST),
                        new SlotAction.StopRun("The worker is to be asleep"),
                        new SlotAction.Listen(Set.of()));
        given(running(Then.REST))
                .when(new SlotInput.Noticed(new Notice.SignedOn(WORKER, SESSION, AWAKE, Set.of())))
                .then(running(Then.REST), new SlotAction.Listen(Set.of()));
    }

    @Test
    void tagsChangeWhateverTheSlotDoes() {
        for (SlotState any : List.of(IDLE, RESTING, running(Then.TAKE_NEXT), RETIRED)) {
            given(any)
                    .when(new SlotInput.Noticed(new Notice.ChangeTags(WORKER, SESSION, Set.of("gpu"))))
                    .then(any, new SlotAction.Listen(Set.of("gpu")));
        }
    }

    @Test
    void aWishForAnotherSessionIsNotHeeded() {
        given(IDLE).when(new SlotInput.Noticed(new Notice.ChangeStatus(WORKER, FRESH, ASLEEP, false)));
        then(IDLE);
    }

    private SlotWishesTest given(SlotState before) {
        state = before;
        actions = List.of();
        return this;
    }

    private SlotWishesTest when(SlotInput input) {
        SlotDecision decision = rules.decide(state, input, NOW, FRESH);
        state = decision.next();
        actions = decision.actions();
        return this;
    }

    private void then(SlotState after, SlotAction... expected) {
        assertThat(state).isEqualTo(after);
        assertThat(actions).containsExactly(expected);
    }

    private static SlotInput wish(WorkerStatus status, boolean lazy) {
        return new SlotInput.Noticed(new Notice.ChangeStatus(WORKER, SESSION, status, lazy));
    }

    private static SlotAction says(WorkerStatus status) {
        return new SlotAction.Say(new ReportWorkerStatus(WORKER, SESSION, status));
    }

    private static SlotState asked(Then then) {
        return new SlotState.Asked(SESSION, FIRST, NOW, false, Instant.MAX, Instant.MAX, then);
    }

    private static SlotState running(Then then) {
        return new SlotState.Running(SESSION, FIRST, then);
    }

    private static SlotState stopping(Then then) {
        return new SlotState.Stopping(SESSION, FIRST, then);
    }

    private static SlotState reporting(HeldAttempt offered, Then then) {
        return new SlotState.Reporting(SESSION, FIRST, FINISH, Instant.MAX, offered, then);
    }

    private static Notice.Granted granted() {
        var definition = new TaskDefinition(TASK.index(), "echo", "misc", 50, List.of(), List.of());
        return new Notice.Granted(WORKER, SESSION, TASK, 1, "job", "a-type", 50, definition, Variables.NONE);
    }
}
