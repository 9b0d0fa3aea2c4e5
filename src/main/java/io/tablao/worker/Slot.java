// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.Notice;
import io.tablao.event.Topics;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.worker.command.TaskOutcome;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One worker of the farm: does what {@link SlotRules} decide. Everything that happens to it is taken one at a time on its own
 * thread, which never blocks; commands run on another.
 */
final class Slot implements Taker {

    private static final Logger LOG = Logger.getLogger(Slot.class);

    private final WorkerId worker;
    private final String name;
    private final Equipment equipment;
    private final WorkerMetrics metrics;
    private final SlotRules rules;
    private final ExecutorService mailbox;
    private final ExecutorService runner;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private volatile SlotState state;
    private volatile @Nullable RunningTask task;

    /** From here on for the slot's thread only. */
    private Consumer<Boolean> freeListener = free -> {};

    private Consumer<Set<String>> tagsListener = tags -> {};

    private boolean begun;
    private boolean saidFree;

    /** Who waits for the start of the dispatch that is just being decided on. */
    private @Nullable CompletableFuture<Boolean> taker;

    Slot(WorkerId worker, WorkerProfile profile, Equipment equipment, WorkerMetrics metrics) {
        this.worker = worker;
        this.name = profile.name();
        this.equipment = equipment;
        this.metrics = metrics;
        this.rules = new SlotRules(worker, profile);
        this.state = new SlotState.SignedOff(fresh());
        this.mailbox = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name).factory());
        this.runner = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name + "-run").factory());
    }

    WorkerId worker() {
        return worker;
    }

    String name() {
        return name;
    }

    /**
     * Signs on. The inbox must be listened to by then.
     *
     * @param freeListener told on every change whether the slot is free
     * @param tagsListener told which tags it carries
     */
    void start(Consumer<Boolean> freeListener, Consumer<Set<String>> tagsListener) {
        onThread(() -> {
            this.freeListener = freeListener;
            this.tagsListener = tagsListener;
            begun = true;
            follow(rules.begin(equipment.clock().instant(), fresh()));
        });
    }

    void notice(Notice notice) {
        receive(new SlotInput.Noticed(notice));
    }

    @Override
    public CompletableFuture<Boolean> take(HeldAttempt attempt) {
        var taken = new CompletableFuture<Boolean>();
        boolean asked = onThread(() -> {
            taker = taken;
            try {
                decide(new SlotInput.Dispatched(attempt));
            } finally {
                if (taker != null) {
                    taker = null;
                    taken.complete(false);
                }
            }
        });
        if (!asked) {
            taken.complete(false);
        }
        return taken;
    }

    /** To be called twice a second. */
    void tick() {
        RunningTask running = task;
        if (running != null) {
            running.tick();
        }
        receive(new SlotInput.Ticked());
    }

    void beat() {
        receive(new SlotInput.BeatDue());
    }

    /** @return completes when nothing runs any more and Kafka has the sign-off */
    CompletableFuture<Void> shutDown() {
        onThread(() -> {
            if (begun) {
                decide(new SlotInput.ShutDown());
            } else {
                over.complete(null);
            }
        });
        return over.copy();
    }

    /** Whether the scheduler has answered its sign-on, or put it offline since. */
    boolean isSignedOn() {
        return state.signedOn() || state instanceof SlotState.Retired;
    }

    /** Whether it is occupied by a task that has begun. */
    boolean isBusy() {
        return switch (state) {
            case SlotState.Running s -> true;
            case SlotState.Stopping s -> true;
            case SlotState.Reporting s -> true;
            case SlotState.SigningOn s -> false;
            case SlotState.Resting s -> false;
            case SlotState.Idle s -> false;
            case SlotState.Asked s -> false;
            case SlotState.Retired s -> false;
            case SlotState.SignedOff s -> false;
        };
    }

    private void receive(SlotInput input) {
        onThread(() -> decide(input));
    }

    /** @return false when the slot has ended for good */
    private boolean onThread(Runnable step) {
        try {
            mailbox.execute(() -> {
                try {
                    step.run();
                } catch (RuntimeException e) {
                    LOG.errorf(e, "Worker %s could not deal with what happened, and goes on", name);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void decide(SlotInput input) {
        follow(rules.decide(state, input, equipment.clock().instant(), fresh()));
    }

    private void follow(SlotDecision decision) {
        SlotState before = state;
        state = decision.next();
        decision.actions().forEach(this::perform);
        tell(before, state);
        boolean free = state instanceof SlotState.Idle;
        // Only changes: a slot that has been offered something by now must not seem free again.
        if (free != saidFree) {
            saidFree = free;
            freeListener.accept(free);
        }
    }

    private void perform(SlotAction action) {
        switch (action) {
            case SlotAction.Say say -> equipment.outbox().say(Topics.COMMANDS, say.command());
            case SlotAction.SayLatest say -> equipment.outbox().sayLatest(worker, Topics.COMMANDS, say.command());
            case SlotAction.AskToStart ask -> askToStart(ask);
            case SlotAction.ReportEnd report ->
                equipment
                        .outbox()
                        .sayEnd(
                                report.command(),
                                delivered -> receive(
                                        delivered
                                                ? new SlotInput.EndDelivered(report.attempt())
                                                : new SlotInput.EndUndeliverable(report.attempt())));
            case SlotAction.SignOff off -> {
                mailbox.shutdown();
                runner.shutdown();
                equipment.outbox().say(Topics.COMMANDS, off.command(), delivered -> over.complete(null));
            }
            case SlotAction.Listen listen -> tagsListener.accept(listen.tags());
            case SlotAction.Run run -> run(run.granted());
            case SlotAction.StopRun stop -> {
                RunningTask running = task;
                if (running != null) {
                    LOG.infof("Worker %s stops its task: %s", name, stop.reason());
                    running.stop(stop.reason());
                }
            }
        }
    }

    private void askToStart(SlotAction.AskToStart ask) {
        var waiting = taker;
        taker = null;
        equipment.outbox().say(Topics.COMMANDS, ask.command(), delivered -> {
            if (waiting != null) {
                waiting.complete(delivered);
            }
            receive(
                    delivered
                            ? new SlotInput.StartDelivered(ask.attempt())
                            : new SlotInput.StartUndeliverable(ask.attempt()));
        });
    }

    private void run(Notice.Granted granted) {
        var running = new RunningTask(granted, equipment);
        task = running;
        runner.execute(() -> {
            LOG.debugf("Worker %s begins attempt %d of task %s", name, granted.attempt(), granted.task());
            TaskOutcome outcome = new TaskOutcome.Failed("The worker broke off");
            try {
                outcome = running.run(name);
            } finally {
                task = null;
                metrics.ended(granted.definition().type(), outcome);
                receive(new SlotInput.RunEnded(new HeldAttempt(granted.task(), granted.attempt()), outcome));
            }
        });
    }

    private void tell(SlotState before, SlotState after) {
        if (before instanceof SlotState.SigningOn && after.signedOn()) {
            LOG.infof("Worker %s has signed on", name);
        } else if (after instanceof SlotState.SigningOn signing && signing.asked() == 4) {
            LOG.warnf("Worker %s gets no answer to its sign-on: is a scheduler running? It keeps asking", name);
        } else if (after instanceof SlotState.Resting && !(before instanceof SlotState.Resting)) {
            LOG.infof("Worker %s is asleep, and takes nothing until it is woken", name);
        } else if (before instanceof SlotState.Resting && after instanceof SlotState.Idle) {
            LOG.infof("Worker %s is awake again", name);
        } else if (after instanceof SlotState.Retired && !(before instanceof SlotState.Retired)) {
            LOG.infof("Worker %s was put offline, and comes back when it is asked to be awake, or started anew", name);
        } else if (before.signedOn() && after instanceof SlotState.SigningOn) {
            LOG.infof("The session of worker %s is over; it signs on again", name);
        }
    }

    private static SessionId fresh() {
        return new SessionId(UUID.randomUUID());
    }
}
