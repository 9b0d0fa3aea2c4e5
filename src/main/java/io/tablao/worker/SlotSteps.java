// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.JobCommand;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The steps that a slot takes from one state into another, with what it says thereby. Pure, as {@link SlotRules}. */
record SlotSteps(WorkerId worker, WorkerProfile profile) {

    static final Duration FIRST_SIGN_ON_WAIT = Duration.ofSeconds(1);
    static final Duration LONGEST_SIGN_ON_WAIT = Duration.ofSeconds(15);

    /** What comes after an attempt, or at once, if there is none. */
    SlotDecision next(SlotState state, SlotState.Then then, Instant now, SessionId fresh) {
        return switch (then) {
            case TAKE_NEXT -> idle(state);
            case REST -> SlotDecision.of(new SlotState.Resting(state.session()), report(state, WorkerStatus.ASLEEP));
            case RETIRE ->
                SlotDecision.of(
                        new SlotState.Retired(state.session()),
                        new SlotAction.Say(new WorkerCommand.SignOffWorker(worker, state.session())));
            case RESTART, SIGN_ON -> signOn(now, fresh, 1);
            case SIGN_OFF -> signOff(state);
        };
    }

    SlotDecision signOn(Instant now, SessionId session, int asked) {
        Duration wait = FIRST_SIGN_ON_WAIT.multipliedBy(1L << Math.min(asked - 1, 10));
        return SlotDecision.of(
                new SlotState.SigningOn(
                        session,
                        now.plus(wait.compareTo(LONGEST_SIGN_ON_WAIT) < 0 ? wait : LONGEST_SIGN_ON_WAIT),
                        asked),
                new SlotAction.SayLatest(new WorkerCommand.SignOnWorker(worker, session, profile)));
    }

    SlotDecision signOff(SlotState state) {
        return SlotDecision.of(
                new SlotState.SignedOff(state.session()),
                new SlotAction.SignOff(new WorkerCommand.SignOffWorker(worker, state.session())));
    }

    SlotDecision ask(SlotState state, HeldAttempt attempt, Instant now) {
        return SlotDecision.of(
                new SlotState.Asked(
                        state.session(), attempt, now, false, Instant.MAX, Instant.MAX, SlotState.Then.TAKE_NEXT),
                start(state.session(), attempt));
    }

    SlotAction start(SessionId session, HeldAttempt attempt) {
        return new SlotAction.AskToStart(
                new JobCommand.StartTask(attempt.task(), attempt.attempt(), worker, session), attempt);
    }

    SlotAction beat(SlotState state) {
        return new SlotAction.SayLatest(new WorkerCommand.Heartbeat(
                worker, state.session(), state.running().map(List::of).orElse(List.of())));
    }

    SlotAction report(SlotState state, WorkerStatus status) {
        return new SlotAction.Say(new WorkerCommand.ReportWorkerStatus(worker, state.session(), status));
    }

    static SlotDecision idle(SlotState state) {
        return SlotDecision.of(new SlotState.Idle(state.session()));
    }
}
