// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Answer;
import io.tablao.event.Event;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand.PrepareQueue;
import io.tablao.event.State;
import io.tablao.event.WorkerCommand;
import io.tablao.event.WorkerEvent;
import io.tablao.event.WorkerPart.WorkerHead;
import io.tablao.model.RequestedStatus;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Anna, a worker, on trial: what is decided about her, told in words, one for each event and for each thing that somebody hears.
 * Timers are kept, and fire when the clock is moved.
 */
final class WorkerTrial {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final WorkerId ANNA = new WorkerId(new UUID(0, 1));
    static final SessionId FIRST = new SessionId(new UUID(1, 1));
    static final SessionId SECOND = new SessionId(new UUID(1, 2));
    static final WorkerProfile PROFILE = new WorkerProfile("anna", "linux", "tablao 1", Set.of("misc"), Set.of(), true);

    private final Map<String, Effect.SetTimer> timers = new HashMap<>();
    private Rules rules = Rules.DEFAULT;
    private Instant now = START;
    private @Nullable WorkerState state;
    private List<String> said = List.of();

    /** Anna as a shard has recovered her: in her first session, with nothing asked of her. */
    static WorkerTrial recovered(WorkerStatus status, @Nullable RequestedStatus requested) {
        var trial = new WorkerTrial();
        trial.state = WorkerState.recover(
                List.of(new WorkerHead(ANNA, FIRST, PROFILE, status, START, requested, null, null)));
        trial.recoverTimers();
        return trial;
    }

    WorkerTrial in(ZoneId zone) {
        rules = new Rules(
                rules.taskFailAfter(),
                rules.blocklistThreshold(),
                rules.jobFailPercent(),
                rules.taskTimeout(),
                rules.workerTimeout(),
                rules.grace(),
                rules.offerTimeout(),
                rules.dispatchTimeout(),
                rules.shortTask(),
                rules.workerRetention(),
                zone,
                rules.jobRetention(),
                rules.deletedJobMemory(),
                rules.farm());
        return this;
    }

    WorkerTrial at(Instant time) {
        now = time;
        return this;
    }

    /** As commands that came before, whatever came of them. */
    WorkerTrial given(WorkerCommand... commands) {
        for (WorkerCommand command : commands) {
            when(command);
        }
        said = List.of();
        return this;
    }

    WorkerTrial when(WorkerCommand command) {
        said = new ArrayList<>();
        carryOut(command);
        return this;
    }

    /** Moves the clock, with every timer that fires on the way. */
    WorkerTrial until(Instant time) {
        said = new ArrayList<>();
        while (true) {
            var due = timers.values().stream()
                    .filter(timer -> !timer.at().isAfter(time))
                    .min(java.util.Comparator.comparing(Effect.SetTimer::at));
            if (due.isEmpty()) {
                now = time;
                return this;
            }
            now = now.isAfter(due.get().at()) ? now : due.get().at();
            timers.remove(due.get().key());
            carryOut((WorkerCommand) due.get().command());
        }
    }

    WorkerTrial after(Duration passed) {
        return until(now.plus(passed));
    }

    /** Another process takes the shard over. */
    WorkerTrial recovers() {
        List<State> parts = List.copyOf(worker().parts());
        state = WorkerState.recover(parts);
        assertThat(state.parts()).isEqualTo(parts);
        recoverTimers();
        return this;
    }

    WorkerTrial then(String... words) {
        assertThat(said).containsExactly(words);
        return this;
    }

    List<String> said() {
        return said;
    }

    Instant now() {
        return now;
    }

    WorkerState worker() {
        return Objects.requireNonNull(state);
    }

    boolean isForgotten() {
        return state == null;
    }

    Map<String, Effect.SetTimer> timers() {
        return timers;
    }

    private void recoverTimers() {
        timers.clear();
        worker().timers(now, rules).forEach(timer -> timers.put(timer.key(), timer));
    }

    private void carryOut(WorkerCommand command) {
        switch (WorkerDecider.decide(state, command, now, rules)) {
            case Decision.Accepted accepted -> {
                accepted.events().forEach(this::apply);
                accepted.effects().forEach(this::carryOut);
            }
            case Decision.Rejected rejected -> {
                said.add("refused, " + rejected.refusal().kind() + ": "
                        + rejected.refusal().message());
                rejected.effects().forEach(this::carryOut);
            }
        }
    }

    private void apply(Event event) {
        String text = text((WorkerEvent) event);
        if (!text.isEmpty()) {
            said.add(text);
        }
        state = WorkerApplier.apply(state, (WorkerEvent) event, Journal.NONE);
    }

    private void carryOut(Effect effect) {
        switch (effect) {
            case Effect.SetTimer timer -> timers.put(timer.key(), timer);
            case Effect.ClearTimer timer -> timers.remove(timer.key());
            case Effect.Notify notify -> said.add("she hears: " + text(notify.notice()));
            case Effect.TellEveryShard tell -> {
                assertThat(tell.member())
                        .isEqualTo(worker().member(tell.member().status()));
                said.add("shards hear: " + tell.member().status());
            }
            case Effect.ForgetInEveryShard forget -> said.add("shards hear: gone");
            case Effect.Tell tell
            when tell.command() instanceof PrepareQueue prepare -> said.add("queue " + prepare.queue());
            case Effect.Tell tell -> said.add("farm hears: " + tell.command());
            case Effect.TellLater tell -> said.add("farm hears later: " + tell.command());
            case Effect.AdoptInEveryShard adopt -> throw new AssertionError("Not of a worker: " + adopt);
            case Effect.Reply reply -> said.add("caller " + answered(reply.answer()));
            case Effect.Dispatch dispatch -> throw new AssertionError("Not of a worker: " + dispatch);
        }
    }

    private static String text(WorkerEvent event) {
        return switch (event) {
            case WorkerEvent.WorkerSignedOn on -> "signed on, " + on.status();
            case WorkerEvent.WorkerSignedOff off -> "signed off";
            case WorkerEvent.WorkerLost lost -> "lost";
            case WorkerEvent.WorkerStatusChanged changed -> changed.from() + " → " + changed.to();
            case WorkerEvent.WorkerSeen seen -> "";
            case WorkerEvent.WorkerStatusRequested asked ->
                "is to be " + asked.status() + (asked.lazy() ? " after her task" : "");
            case WorkerEvent.WorkerStatusRequestEnded ended -> "nothing asked any more";
            case WorkerEvent.WorkerTagsChanged changed -> "carries " + new TreeSet<>(changed.tags());
            case WorkerEvent.SleepScheduleSet set -> "schedule set, next change " + set.nextChange();
            case WorkerEvent.SleepScheduleFollowed followed ->
                "schedule followed, next change " + followed.nextChange();
            case WorkerEvent.WorkerDeleted deleted -> "deleted";
            case WorkerEvent.WorkerRegistered by -> "registered";
            case WorkerEvent.SecretKept kept -> "";
            case WorkerEvent.WaitBegun begun -> "waits";
            case WorkerEvent.WaitEnded ended -> "waits no more";
            case WorkerEvent.AttemptHeld held ->
                "holds " + held.task().index() + "#" + held.attempt() + ", "
                        + held.stage().name().toLowerCase(java.util.Locale.ROOT);
            case WorkerEvent.HoldLost lost -> "holds nothing";
        };
    }

    private static String answered(Answer answer) {
        String who = answer.command().getLeastSignificantBits() + ": ";
        return who
                + switch (answer) {
                    case Answer.Rejected rejected -> rejected.refusal().kind();
                    case Answer.GoToStatus go -> "go " + go.status();
                    case Answer.NothingToDo nothing -> "nothing";
                    case Answer.TaskGiven given -> "run " + given.task().index() + "#" + given.attempt();
                    case Answer.KeepRunning keep -> keep.may() ? "go on" : keep.statusRequested() ? "change" : "stop";
                    case Answer.TaskUpdated updated -> "noted, log " + updated.sequence();
                    case Answer.SecretFound found -> "secret " + found.secretHash();
                    case Answer.Accepted accepted -> throw new AssertionError(accepted);
                };
    }

    private static String text(Notice notice) {
        return switch (notice) {
            case Notice.SignedOn on -> "signed on, " + on.status();
            case Notice.SessionEnded ended -> "session over";
            case Notice.ChangeStatus change -> change.status() + (change.lazy() ? " after the task" : "");
            case Notice.ChangeTags tags -> "tags " + new TreeSet<>(tags.tags());
            case Notice.Granted granted -> throw new AssertionError(granted);
            case Notice.Refused refused -> throw new AssertionError(refused);
            case Notice.Offered offered -> throw new AssertionError(offered);
            case Notice.StopTask stop -> throw new AssertionError(stop);
        };
    }

    static WorkerCommand signOn(SessionId session) {
        return new WorkerCommand.SignOnWorker(ANNA, session, PROFILE);
    }

    static WorkerCommand signOff(SessionId session) {
        return new WorkerCommand.SignOffWorker(ANNA, session);
    }

    static WorkerCommand heartbeat(SessionId session) {
        return new WorkerCommand.Heartbeat(ANNA, session, List.of());
    }

    static WorkerCommand request(WorkerStatus status) {
        return new WorkerCommand.RequestWorkerStatus(ANNA, status, false);
    }

    static WorkerCommand requestLazily(WorkerStatus status) {
        return new WorkerCommand.RequestWorkerStatus(ANNA, status, true);
    }

    static WorkerCommand report(WorkerStatus status) {
        return new WorkerCommand.ReportWorkerStatus(ANNA, FIRST, status);
    }
}
