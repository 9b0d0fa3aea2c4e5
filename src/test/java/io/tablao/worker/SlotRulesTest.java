// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand.FailTask;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand.DeclineOffer;
import io.tablao.event.WorkerCommand.Heartbeat;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.event.WorkerCommand.SignOffWorker;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.worker.SlotState.Then;
import io.tablao.worker.command.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SlotRulesTest {

    private static final WorkerId WORKER = new WorkerId(new UUID(0, 1));
    private static final SessionId SESSION = new SessionId(new UUID(0, 2));
    private static final SessionId FRESH = new SessionId(new UUID(0, 3));
    private static final WorkerProfile PROFILE =
            new WorkerProfile("anna-1", "linux", "Tablao", Set.of("misc"), Set.of(), true);
    private static final TaskKey TASK = new TaskKey(new JobId(new UUID(0, 4)), 7);
    private static final QueueId QUEUE = QueueId.of("misc");
    private static final HeldAttempt FIRST = new HeldAttempt(TASK, 1);
    private static final HeldAttempt OTHER = new HeldAttempt(new TaskKey(TASK.job(), 8), 1);
    private static final StartTask START = new StartTask(TASK, 1, WORKER, SESSION);
    private static final FinishTask FINISH = new FinishTask(TASK, 1, WORKER, SESSION);

    private static final SlotState IDLE = new SlotState.Idle(SESSION);
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final SlotState ASKED =
            new SlotState.Asked(SESSION, FIRST, NOON, false, Instant.MAX, Instant.MAX, Then.TAKE_NEXT);
    private static final SlotState RUNNING = new SlotState.Running(SESSION, FIRST, Then.TAKE_NEXT);
    private static final SlotState REPORTING =
            new SlotState.Reporting(SESSION, FIRST, FINISH, Instant.MAX, null, Then.TAKE_NEXT);

    private static final SlotAction LISTEN = new SlotAction.Listen(Set.of("gpu"));

    private final SlotRules rules = new SlotRules(WORKER, PROFILE);
    private Instant now = NOON;
    private SlotState state = IDLE;
    private List<SlotAction> actions = List.of();

    @Test
    void signsOnAndAsksAgainMoreAndMoreSeldom() {
        follow(rules.begin(now, SESSION));
        then(new SlotState.SigningOn(SESSION, now.plusSeconds(1), 1), signOn(SESSION));

        after(Duration.ofMillis(999), new SlotInput.Ticked());
        assertThat(actions).isEmpty();
        after(Duration.ofMillis(1), new SlotInput.Ticked());
        then(new SlotState.SigningOn(SESSION, now.plusSeconds(2), 2), signOn(SESSION));
        after(Duration.ofSeconds(2), new SlotInput.Ticked());
        then(new SlotState.SigningOn(SESSION, now.plusSeconds(4), 3), signOn(SESSION));
        for (int asked = 4; asked <= 40; asked++) {
            after(SlotSteps.LONGEST_SIGN_ON_WAIT, new SlotInput.Ticked());
        }
        then(new SlotState.SigningOn(SESSION, now.plus(SlotSteps.LONGEST_SIGN_ON_WAIT), 40), signOn(SESSION));

        when(signedOn(WorkerStatus.AWAKE));
        then(IDLE, LISTEN);
    }

    @Test
    void takesNothingWhenToldToRest() {
        given(new SlotState.SigningOn(SESSION, now, 1)).when(signedOn(WorkerStatus.ASLEEP));
        then(new SlotState.Resting(SESSION), LISTEN);

        when(new SlotInput.Dispatched(FIRST));
        then(new SlotState.Resting(SESSION));

        when(signedOn(WorkerStatus.AWAKE));
        then(IDLE, LISTEN);
    }

    @Test
    void asksForWhatIsDispatchedAndRunsItWhenGranted() {
        given(IDLE).when(new SlotInput.Dispatched(FIRST));
        then(ASKED, new SlotAction.AskToStart(START, FIRST));

        when(granted(FIRST));
        then(RUNNING, new SlotAction.Run(grant(FIRST)));
    }

    @Test
    void doesNotTakeADispatchWhileItIsOccupied() {
        for (SlotState occupied : List.of(ASKED, RUNNING, stopping(Then.TAKE_NEXT), REPORTING)) {
            given(occupied).when(new SlotInput.Dispatched(OTHER));
            then(occupied);
        }
    }

    @Test
    void isFreeAgainWhenTheStartIsRefused() {
        given(ASKED).when(refused(FIRST));
        then(IDLE);
    }

    @Test
    void isFreeAgainWhenTheQuestionCannotBeSent() {
        given(ASKED).when(new SlotInput.StartUndeliverable(FIRST));
        then(IDLE);
    }

    @Test
    void asksAgainWhenNoAnswerComes() {
        given(ASKED).when(new SlotInput.StartDelivered(FIRST));
        after(SlotRules.ANSWER_WAIT.minusMillis(1), new SlotInput.Ticked());
        assertThat(actions).isEmpty();

        after(Duration.ofMillis(1), new SlotInput.Ticked());
        assertThat(actions).containsExactly(new SlotAction.AskToStart(START, FIRST));

        when(granted(FIRST));
        assertThat(state).isEqualTo(RUNNING);
    }

    @Test
    void waitsWithoutRepeatingWhileKafkaDoesNotHaveTheQuestion() {
        given(ASKED);
        after(Duration.ofHours(1), new SlotInput.Ticked());
        then(ASKED);
    }

    @Test
    void beginsAnotherSessionWhenAnAnswerStaysOut() {
        given(ASKED);
        for (Duration waited = Duration.ZERO;
                state instanceof SlotState.Asked;
                waited = waited.plus(SlotRules.ANSWER_WAIT)) {
            assertThat(waited).isLessThanOrEqualTo(SlotRules.LONGEST_ANSWER_WAIT);
            when(new SlotInput.StartDelivered(FIRST));
            after(SlotRules.ANSWER_WAIT, new SlotInput.Ticked());
        }
        then(new SlotState.SigningOn(FRESH, now.plusSeconds(1), 1), signOn(FRESH));
    }

    @Test
    void asksAgainWhenAGrantComesSoLateThatTheTaskMayBeAnothersByNow() {
        given(IDLE).when(new SlotInput.Dispatched(FIRST));
        after(SlotRules.GRANT_COUNTS.plusMillis(1), granted(FIRST));
        assertThat(actions).containsExactly(new SlotAction.AskToStart(START, FIRST));

        after(SlotRules.GRANT_COUNTS, granted(FIRST));
        then(RUNNING, new SlotAction.Run(grant(FIRST)));
    }

    @Test
    void doesNotRunWhatIsGrantedAgainOrWithoutBeingAskedFor() {
        for (SlotState other : List.of(IDLE, RUNNING, stopping(Then.TAKE_NEXT), REPORTING)) {
            given(other).when(granted(FIRST));
            then(other);
        }
        given(ASKED).when(granted(OTHER));
        then(ASKED);
    }

    @Test
    void reportsTheEndAndIsFreeWhenKafkaHasTheReport() {
        given(RUNNING).when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Completed()));
        then(REPORTING, new SlotAction.ReportEnd(FINISH, FIRST));

        when(new SlotInput.EndDelivered(FIRST));
        then(IDLE);
    }

    @Test
    void reportsAFailureInWordsOfBoundedLength() {
        given(RUNNING).when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Failed("x".repeat(100_000) + '\0')));

        assertThat(actions).singleElement().isInstanceOfSatisfying(SlotAction.ReportEnd.class, report -> {
            assertThat(report.attempt()).isEqualTo(FIRST);
            assertThat(((FailTask) report.command()).message()).hasSizeBetween(4_000, 4_100);
        });
    }

    @Test
    void reportsAgainWhatCouldNotBeSent() {
        given(REPORTING).when(new SlotInput.EndUndeliverable(FIRST));
        after(SlotRules.REPORT_WAIT, new SlotInput.Ticked());
        then(REPORTING, new SlotAction.ReportEnd(FINISH, FIRST));
    }

    @Test
    void stopsWhatIsVoidAndReportsNothingOfIt() {
        for (var voided : List.of(stop(FIRST), refused(FIRST))) {
            given(RUNNING).when(voided);
            then(stopping(Then.TAKE_NEXT), new SlotAction.StopRun("reason"));

            when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Completed()));
            then(IDLE);
        }
    }

    @Test
    void doesNotStopForAnotherAttempt() {
        given(RUNNING).when(stop(new HeldAttempt(TASK, 2)));
        then(RUNNING);
    }

    @Test
    void doesNotHeedNoticesOfAnotherSession() {
        given(RUNNING).when(new SlotInput.Noticed(new Notice.StopTask(WORKER, FRESH, TASK, 1, "reason")));
        then(RUNNING);
    }

    @Test
    void asksForWhatItIsOfferedWhenItIsFree() {
        given(IDLE).when(offered(FIRST));
        then(ASKED, new SlotAction.AskToStart(START, FIRST));

        when(offered(FIRST));
        then(ASKED);
    }

    @Test
    void declinesAnOfferWhileItIsOccupied() {
        for (SlotState occupied : List.of(ASKED, RUNNING, stopping(Then.TAKE_NEXT), new SlotState.Resting(SESSION))) {
            given(occupied).when(offered(OTHER));
            then(occupied, new SlotAction.Say(new DeclineOffer(QUEUE, OTHER.task(), 1, WORKER)));
        }
    }

    @Test
    void keepsAnOfferThatComesBeforeItKnowsThatItIsFree() {
        given(REPORTING).when(offered(OTHER));
        assertThat(actions).isEmpty();

        when(new SlotInput.EndDelivered(FIRST));
        assertThat(state)
                .isEqualTo(new SlotState.Asked(SESSION, OTHER, now, false, Instant.MAX, Instant.MAX, Then.TAKE_NEXT));
    }

    @Test
    void signsOnAgainWhenItsSessionIsOver() {
        for (SlotState free : List.of(IDLE, ASKED, REPORTING, new SlotState.Resting(SESSION))) {
            given(free).when(sessionEnded());
            then(new SlotState.SigningOn(FRESH, now.plusSeconds(1), 1), signOn(FRESH));
        }
    }

    @Test
    void stopsWhatItRunsBeforeItSignsOnAgain() {
        given(RUNNING).when(sessionEnded());
        then(stopping(Then.SIGN_ON), new SlotAction.StopRun("reason"));

        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Stopped()));
        then(new SlotState.SigningOn(FRESH, now.plusSeconds(1), 1), signOn(FRESH));
    }

    @Test
    void saysThatItLivesAndWhatItRuns() {
        given(IDLE).when(new SlotInput.BeatDue());
        then(IDLE, new SlotAction.SayLatest(new Heartbeat(WORKER, SESSION, List.of())));

        given(RUNNING).when(new SlotInput.BeatDue());
        then(RUNNING, new SlotAction.SayLatest(new Heartbeat(WORKER, SESSION, List.of(FIRST))));

        var signingOn = new SlotState.SigningOn(SESSION, now.plusSeconds(1), 1);
        given(signingOn).when(new SlotInput.BeatDue());
        then(signingOn);
    }

    @Test
    void signsOffWhenTheProcessEnds() {
        var signOff = new SlotAction.SignOff(new SignOffWorker(WORKER, SESSION));
        for (SlotState free : List.of(IDLE, ASKED, new SlotState.SigningOn(SESSION, now, 1))) {
            given(free).when(new SlotInput.ShutDown());
            then(new SlotState.SignedOff(SESSION), signOff);
        }

        given(RUNNING).when(new SlotInput.ShutDown());
        then(stopping(Then.SIGN_OFF), new SlotAction.StopRun("The worker shuts down"));
        when(new SlotInput.RunEnded(FIRST, new TaskOutcome.Stopped()));
        then(new SlotState.SignedOff(SESSION), signOff);

        given(REPORTING).when(new SlotInput.ShutDown());
        assertThat(actions).isEmpty();
        when(new SlotInput.EndDelivered(FIRST));
        then(new SlotState.SignedOff(SESSION), signOff);
    }

    @Test
    void doesNothingMoreAfterTheSignOff() {
        var signedOff = new SlotState.SignedOff(SESSION);
        for (SlotInput input :
                List.of(new SlotInput.Dispatched(FIRST), sessionEnded(), offered(FIRST), new SlotInput.BeatDue())) {
            given(signedOff).when(input);
            then(signedOff);
        }
    }

    private SlotRulesTest given(SlotState before) {
        state = before;
        actions = List.of();
        return this;
    }

    private void when(SlotInput input) {
        follow(rules.decide(state, input, now, FRESH));
    }

    private void after(Duration time, SlotInput input) {
        now = now.plus(time);
        when(input);
    }

    private void follow(SlotDecision decision) {
        state = decision.next();
        actions = decision.actions();
    }

    private void then(SlotState after, SlotAction... expected) {
        assertThat(state).isEqualTo(after);
        assertThat(actions).containsExactly(expected);
    }

    private static SlotState stopping(Then then) {
        return new SlotState.Stopping(SESSION, FIRST, then);
    }

    private static SlotAction signOn(SessionId session) {
        return new SlotAction.SayLatest(new SignOnWorker(WORKER, session, PROFILE));
    }

    private static SlotInput signedOn(WorkerStatus status) {
        return new SlotInput.Noticed(new Notice.SignedOn(WORKER, SESSION, status, Set.of("gpu")));
    }

    private static SlotInput sessionEnded() {
        return new SlotInput.Noticed(new Notice.SessionEnded(WORKER, SESSION, "reason"));
    }

    private static SlotInput granted(HeldAttempt attempt) {
        return new SlotInput.Noticed(grant(attempt));
    }

    private static Notice.Granted grant(HeldAttempt attempt) {
        var definition = new TaskDefinition(attempt.task().index(), "echo", "misc", 50, List.of(), List.of());
        return new Notice.Granted(
                WORKER, SESSION, attempt.task(), attempt.attempt(), "job", "a-type", 50, definition, Variables.NONE);
    }

    private static SlotInput refused(HeldAttempt attempt) {
        return new SlotInput.Noticed(new Notice.Refused(WORKER, SESSION, attempt.task(), attempt.attempt(), "reason"));
    }

    private static SlotInput stop(HeldAttempt attempt) {
        return new SlotInput.Noticed(new Notice.StopTask(WORKER, SESSION, attempt.task(), attempt.attempt(), "reason"));
    }

    private static SlotInput offered(HeldAttempt attempt) {
        return new SlotInput.Noticed(new Notice.Offered(
                WORKER, SESSION, QUEUE, attempt.task(), attempt.attempt(), Instant.parse("2026-11-22T20:00:30Z")));
    }
}
