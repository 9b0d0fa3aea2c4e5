// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Command;
import io.tablao.event.JobCommand;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.worker.command.TaskOutcome;
import java.time.Duration;
import java.time.Instant;

/**
 * How a slot goes from sign-on over asking and running to reporting. Pure: time and the session that a new sign-on would
 * begin come in as arguments.
 */
final class SlotRules {

    /** Answers take milliseconds; the scheduler grants the same attempt again when it is asked again. */
    static final Duration ANSWER_WAIT = Duration.ofSeconds(3);

    /**
     * A grant that comes later than this after the question may be void: a process that stood still meanwhile has been given up,
     * and its task begun by another. Well within any time-out of workers.
     */
    static final Duration GRANT_COUNTS = Duration.ofSeconds(5);

    /**
     * A question that gets no answer for so long is ended by a new session: it returns whatever the scheduler may think that
     * the slot holds, which an answer on its way could no longer do.
     */
    static final Duration LONGEST_ANSWER_WAIT = Duration.ofMinutes(2);

    static final Duration REPORT_WAIT = Duration.ofSeconds(5);

    private static final int LONGEST_MESSAGE = 4_000;

    private final WorkerId worker;
    private final SlotSteps steps;
    private final SlotWishes wishes;

    SlotRules(WorkerId worker, WorkerProfile profile) {
        this.worker = worker;
        this.steps = new SlotSteps(worker, profile);
        this.wishes = new SlotWishes(steps);
    }

    /** The first thing that a slot does. */
    SlotDecision begin(Instant now, SessionId fresh) {
        return steps.signOn(now, fresh, 1);
    }

    /** @param fresh a session that was never used, should one begin */
    SlotDecision decide(SlotState state, SlotInput input, Instant now, SessionId fresh) {
        if (state instanceof SlotState.SignedOff) {
            return SlotDecision.of(state);
        }
        return switch (input) {
            case SlotInput.Noticed noticed ->
                noticed.notice().session().equals(state.session())
                        ? notice(state, noticed.notice(), now, fresh)
                        : SlotDecision.of(state);
            case SlotInput.Dispatched dispatched ->
                state instanceof SlotState.Idle ? steps.ask(state, dispatched.attempt(), now) : SlotDecision.of(state);
            case SlotInput.StartDelivered delivered -> startDelivered(state, delivered.attempt(), now);
            case SlotInput.StartUndeliverable failed ->
                state instanceof SlotState.Asked asked && asked.attempt().equals(failed.attempt())
                        ? steps.next(asked, asked.then(), now, fresh)
                        : SlotDecision.of(state);
            case SlotInput.RunEnded ended -> runEnded(state, ended, now, fresh);
            case SlotInput.EndDelivered delivered ->
                state instanceof SlotState.Reporting reporting
                                && reporting.attempt().equals(delivered.attempt())
                        ? reported(reporting, now, fresh)
                        : SlotDecision.of(state);
            case SlotInput.EndUndeliverable failed ->
                state instanceof SlotState.Reporting reporting
                                && reporting.attempt().equals(failed.attempt())
                        ? SlotDecision.of(reportAgain(reporting, now.plus(REPORT_WAIT)))
                        : SlotDecision.of(state);
            case SlotInput.Ticked() -> tick(state, now, fresh);
            case SlotInput.BeatDue() ->
                state.signedOn() ? SlotDecision.of(state, steps.beat(state)) : SlotDecision.of(state);
            case SlotInput.ShutDown() -> shutDown(state);
        };
    }

    private SlotDecision notice(SlotState state, Notice notice, Instant now, SessionId fresh) {
        return switch (notice) {
            case Notice.SignedOn on -> signedOn(state, on.status(), now, fresh).also(new SlotAction.Listen(on.tags()));
            case Notice.ChangeStatus change -> wishes.obey(state, change.status(), change.lazy(), now, fresh);
            case Notice.ChangeTags change -> SlotDecision.of(state, new SlotAction.Listen(change.tags()));
            case Notice.SessionEnded ended -> sessionEnded(state, ended.reason(), now, fresh);
            case Notice.Granted granted -> granted(state, granted, now);
            case Notice.Refused refused ->
                voided(state, new HeldAttempt(refused.task(), refused.attempt()), refused.reason(), now, fresh);
            case Notice.StopTask stop ->
                voided(state, new HeldAttempt(stop.task(), stop.attempt()), stop.reason(), now, fresh);
            case Notice.Offered offered -> offered(state, offered, now);
        };
    }

    private SlotDecision granted(SlotState state, Notice.Granted granted, Instant now) {
        var attempt = new HeldAttempt(granted.task(), granted.attempt());
        if (!(state instanceof SlotState.Asked asked && asked.attempt().equals(attempt))) {
            // A second grant of what is running, or has ended meanwhile, changes nothing.
            return SlotDecision.of(state);
        }
        return now.isAfter(asked.askedAt().plus(GRANT_COUNTS))
                ? askAgain(asked, now)
                : SlotDecision.of(
                        new SlotState.Running(state.session(), attempt, asked.then()), new SlotAction.Run(granted));
    }

    private SlotDecision askAgain(SlotState.Asked asked, Instant now) {
        return SlotDecision.of(
                new SlotState.Asked(
                        asked.session(), asked.attempt(), now, false, Instant.MAX, asked.giveUpAt(), asked.then()),
                steps.start(asked.session(), asked.attempt()));
    }

    private SlotDecision signedOn(SlotState state, WorkerStatus status, Instant now, SessionId fresh) {
        return switch (state) {
            case SlotState.SigningOn s -> inStatus(s.session(), status);
            case SlotState.Resting s -> inStatus(s.session(), status);
            case SlotState.Idle s -> inStatus(s.session(), status);
            // The same answer once more: a task in hand comes first, unless the slot is to sleep.
            case SlotState.Asked s -> busy(s, status, now, fresh);
            case SlotState.Running s -> busy(s, status, now, fresh);
            case SlotState.Stopping s -> busy(s, status, now, fresh);
            case SlotState.Reporting s -> busy(s, status, now, fresh);
            case SlotState.Retired s -> SlotDecision.of(s);
            case SlotState.SignedOff s -> SlotDecision.of(s);
        };
    }

    private SlotDecision busy(SlotState state, WorkerStatus status, Instant now, SessionId fresh) {
        return status == WorkerStatus.AWAKE ? SlotDecision.of(state) : wishes.obey(state, status, false, now, fresh);
    }

    private static SlotDecision inStatus(SessionId session, WorkerStatus status) {
        return SlotDecision.of(
                status == WorkerStatus.AWAKE ? new SlotState.Idle(session) : new SlotState.Resting(session));
    }

    private SlotDecision sessionEnded(SlotState state, String reason, Instant now, SessionId fresh) {
        return switch (state) {
            case SlotState.Running running ->
                SlotDecision.of(
                        new SlotState.Stopping(running.session(), running.attempt(), SlotState.Then.SIGN_ON),
                        new SlotAction.StopRun(reason));
            case SlotState.Stopping stopping ->
                SlotDecision.of(
                        stopping.then() == SlotState.Then.SIGN_OFF
                                ? stopping
                                : new SlotState.Stopping(
                                        stopping.session(), stopping.attempt(), SlotState.Then.SIGN_ON));
            // The report is void now; nothing is left to wait for.
            case SlotState.Reporting reporting
            when reporting.then() == SlotState.Then.SIGN_OFF -> steps.signOff(reporting);
            // It is what the slot was told to do.
            case SlotState.Retired retired -> SlotDecision.of(retired);
            default -> steps.signOn(now, fresh, 1);
        };
    }

    private SlotDecision voided(SlotState state, HeldAttempt attempt, String reason, Instant now, SessionId fresh) {
        if (state instanceof SlotState.Asked asked && asked.attempt().equals(attempt)) {
            return steps.next(asked, asked.then(), now, fresh);
        }
        return state instanceof SlotState.Running running && running.attempt().equals(attempt)
                ? SlotDecision.of(
                        new SlotState.Stopping(running.session(), attempt, running.then()),
                        new SlotAction.StopRun(reason))
                : SlotDecision.of(state);
    }

    private SlotDecision offered(SlotState state, Notice.Offered offer, Instant now) {
        var attempt = new HeldAttempt(offer.task(), offer.attempt());
        if (state instanceof SlotState.Idle) {
            return steps.ask(state, attempt, now);
        }
        if (asksFor(state, attempt) || state.running().filter(attempt::equals).isPresent()) {
            return SlotDecision.of(state);
        }
        if (state instanceof SlotState.Reporting r && r.offered() == null && r.then() == SlotState.Then.TAKE_NEXT) {
            return SlotDecision.of(
                    new SlotState.Reporting(r.session(), r.attempt(), r.report(), r.repeatAt(), attempt, r.then()));
        }
        return SlotDecision.of(
                state,
                new SlotAction.Say(
                        new QueueCommand.DeclineOffer(offer.queue(), offer.task(), offer.attempt(), worker)));
    }

    private SlotDecision startDelivered(SlotState state, HeldAttempt attempt, Instant now) {
        if (!(state instanceof SlotState.Asked asked && asked.attempt().equals(attempt))) {
            return SlotDecision.of(state);
        }
        Instant giveUpAt = asked.giveUpAt().equals(Instant.MAX) ? now.plus(LONGEST_ANSWER_WAIT) : asked.giveUpAt();
        return SlotDecision.of(new SlotState.Asked(
                asked.session(), attempt, asked.askedAt(), true, now.plus(ANSWER_WAIT), giveUpAt, asked.then()));
    }

    private SlotDecision runEnded(SlotState state, SlotInput.RunEnded ended, Instant now, SessionId fresh) {
        if (state instanceof SlotState.Stopping stopping && stopping.attempt().equals(ended.attempt())) {
            return steps.next(stopping, stopping.then(), now, fresh);
        }
        if (!(state instanceof SlotState.Running running && running.attempt().equals(ended.attempt()))) {
            return SlotDecision.of(state);
        }
        Command report = report(running, ended.outcome());
        return SlotDecision.of(
                new SlotState.Reporting(state.session(), running.attempt(), report, Instant.MAX, null, running.then()),
                new SlotAction.ReportEnd(report, running.attempt()));
    }

    private Command report(SlotState.Running running, TaskOutcome outcome) {
        HeldAttempt held = running.attempt();
        return switch (outcome) {
            case TaskOutcome.Completed() ->
                new JobCommand.FinishTask(held.task(), held.attempt(), worker, running.session());
            case TaskOutcome.Failed(String message) -> failed(running, message);
            // Nobody who may stop a task did.
            case TaskOutcome.Stopped() -> failed(running, "The task was stopped on its worker");
        };
    }

    private Command failed(SlotState.Running running, String message) {
        return new JobCommand.FailTask(
                running.attempt().task(),
                running.attempt().attempt(),
                worker,
                running.session(),
                Printable.text(
                        message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + " …"));
    }

    private SlotDecision reported(SlotState.Reporting reporting, Instant now, SessionId fresh) {
        HeldAttempt offered = reporting.offered();
        return offered == null || reporting.then() != SlotState.Then.TAKE_NEXT
                ? steps.next(reporting, reporting.then(), now, fresh)
                : steps.ask(reporting, offered, now);
    }

    private SlotDecision tick(SlotState state, Instant now, SessionId fresh) {
        return switch (state) {
            case SlotState.SigningOn signing
            when !now.isBefore(signing.repeatAt()) -> steps.signOn(now, signing.session(), signing.asked() + 1);
            case SlotState.Asked asked
            when asked.delivered() && !now.isBefore(asked.giveUpAt()) -> steps.signOn(now, fresh, 1);
            case SlotState.Asked asked
            when asked.delivered() && !now.isBefore(asked.repeatAt()) -> askAgain(asked, now);
            case SlotState.Reporting reporting
            when !now.isBefore(reporting.repeatAt()) ->
                SlotDecision.of(
                        reportAgain(reporting, Instant.MAX),
                        new SlotAction.ReportEnd(reporting.report(), reporting.attempt()));
            default -> SlotDecision.of(state);
        };
    }

    private SlotDecision shutDown(SlotState state) {
        return switch (state) {
            case SlotState.Running running ->
                SlotDecision.of(
                        new SlotState.Stopping(running.session(), running.attempt(), SlotState.Then.SIGN_OFF),
                        new SlotAction.StopRun("The worker shuts down"));
            case SlotState.Stopping stopping ->
                SlotDecision.of(
                        new SlotState.Stopping(stopping.session(), stopping.attempt(), SlotState.Then.SIGN_OFF));
            // Else the sign-off could return the task before its end is known.
            case SlotState.Reporting r ->
                SlotDecision.of(new SlotState.Reporting(
                        r.session(), r.attempt(), r.report(), r.repeatAt(), null, SlotState.Then.SIGN_OFF));
            default -> steps.signOff(state);
        };
    }

    private static boolean asksFor(SlotState state, HeldAttempt attempt) {
        return state instanceof SlotState.Asked asked && asked.attempt().equals(attempt);
    }

    private static SlotState reportAgain(SlotState.Reporting r, Instant at) {
        return new SlotState.Reporting(r.session(), r.attempt(), r.report(), at, r.offered(), r.then());
    }
}
