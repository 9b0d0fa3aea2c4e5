// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.model.SessionId;
import io.tablao.model.WorkerStatus;
import io.tablao.worker.SlotState.Then;
import java.time.Instant;

/**
 * How a slot obeys when it is to change its status: at once, or after its task. What it stops goes back to the queue when the
 * scheduler hears that the slot has obeyed, so nothing is handed out that may still be running. Hearing the same wish again
 * changes nothing. Pure, as {@link SlotRules}.
 */
final class SlotWishes {

    private final SlotSteps steps;

    SlotWishes(SlotSteps steps) {
        this.steps = steps;
    }

    SlotDecision obey(SlotState state, WorkerStatus wish, boolean lazy, Instant now, SessionId fresh) {
        return switch (wish) {
            case AWAKE -> wake(state, now, fresh);
            case ASLEEP -> leave(state, wish, Then.REST, lazy, now, fresh);
            case OFFLINE -> leave(state, wish, Then.RETIRE, lazy, now, fresh);
            case RESTART -> leave(state, wish, Then.RESTART, lazy, now, fresh);
            // Nobody can wish for these.
            case STARTING, ERROR, TESTING -> SlotDecision.of(state);
        };
    }

    private SlotDecision wake(SlotState state, Instant now, SessionId fresh) {
        return switch (state) {
            case SlotState.Idle idle -> SlotDecision.of(idle, steps.report(idle, WorkerStatus.AWAKE));
            case SlotState.Resting resting ->
                SlotDecision.of(new SlotState.Idle(resting.session()), steps.report(resting, WorkerStatus.AWAKE));
            case SlotState.Retired retired -> steps.signOn(now, fresh, 1);
            case SlotState.Asked asked -> SlotDecision.of(asked.then(Then.TAKE_NEXT));
            case SlotState.Running running -> SlotDecision.of(running.then(Then.TAKE_NEXT));
            // What is being stopped was not given back yet, and nobody else would: another session does.
            case SlotState.Stopping stopping ->
                stopping.then().canChange() && stopping.then() != Then.TAKE_NEXT
                        ? SlotDecision.of(stopping.then(Then.RESTART))
                        : SlotDecision.of(stopping);
            case SlotState.Reporting reporting ->
                SlotDecision.of(reporting.then().canChange() ? reporting.then(Then.TAKE_NEXT) : reporting);
            case SlotState.SigningOn signing -> SlotDecision.of(signing);
            case SlotState.SignedOff off -> SlotDecision.of(off);
        };
    }

    private SlotDecision leave(
            SlotState state, WorkerStatus wish, Then then, boolean lazy, Instant now, SessionId fresh) {
        return switch (state) {
            case SlotState.Idle idle -> steps.next(idle, then, now, fresh);
            case SlotState.Resting resting -> steps.next(resting, then, now, fresh);
            case SlotState.Retired retired ->
                then == Then.RETIRE ? SlotDecision.of(retired) : steps.signOn(now, fresh, 1);
            // A grant that is on its way is void then; it goes back with everything else.
            case SlotState.Asked asked ->
                lazy ? SlotDecision.of(asked.then(then)) : steps.next(asked, then, now, fresh);
            case SlotState.Running running ->
                lazy
                        ? SlotDecision.of(running.then(then))
                        : SlotDecision.of(
                                new SlotState.Stopping(running.session(), running.attempt(), then),
                                new SlotAction.StopRun("The worker is to be " + wish));
            case SlotState.Stopping stopping ->
                SlotDecision.of(stopping.then().canChange() ? stopping.then(then) : stopping);
            case SlotState.Reporting reporting ->
                SlotDecision.of(reporting.then().canChange() ? reporting.then(then) : reporting);
            // The answer to the sign-on tells what it is to be.
            case SlotState.SigningOn signing -> SlotDecision.of(signing);
            case SlotState.SignedOff off -> SlotDecision.of(off);
        };
    }
}
