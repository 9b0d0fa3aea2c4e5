// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.event.QueuePart.QueueRun;
import io.tablao.event.QueuedTask;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a queue makes of a command. Whatever may make room ends with the queue telling itself {@link QueueCommand.FillWindow},
 * which is decided on the changed state and costs next to nothing when the window is full.
 */
public final class QueueDecider {

    private final QueueState queue;
    private final Roster roster;
    private final Instant now;
    private final Rules rules;
    private final Decision.Builder decision = new Decision.Builder();
    private boolean changed;

    private QueueDecider(QueueState queue, Roster roster, Instant now, Rules rules) {
        this.queue = queue;
        this.roster = roster;
        this.now = now;
        this.rules = rules;
    }

    /** @param state null: the queue does not exist yet; who needs it brings it about, others had nothing there to change */
    public static Decision decide(
            @Nullable QueueState state, Roster roster, QueueCommand command, Instant now, Rules rules) {
        if (state == null && !needsQueue(command)) {
            return Decision.NOTHING;
        }
        var decider = new QueueDecider(state == null ? new QueueState(command.queue()) : state, roster, now, rules);
        if (state == null) {
            decider.happens(new QueueEvent.QueueCreated(command.queue()));
        }
        decider.decide(command);
        decider.planMeasurement();
        return decider.decision.accepted();
    }

    private static boolean needsQueue(QueueCommand command) {
        return switch (command) {
            case QueueCommand.PrepareQueue prepare -> true;
            case QueueCommand.QueueReady ready -> true;
            case QueueCommand.EnqueueTasks enqueue -> true;
            case QueueCommand.DequeueJob dequeue -> false;
            case QueueCommand.WithdrawTasks withdraw -> false;
            case QueueCommand.ForgetJob forget -> false;
            case QueueCommand.AdmitWorkers admit -> false;
            case QueueCommand.ReprioritizeJob reprioritize -> false;
            case QueueCommand.TakeTask take -> false;
            case QueueCommand.FreeSlot free -> false;
            case QueueCommand.AwaitTask await -> false;
            case QueueCommand.DeclineOffer decline -> false;
            case QueueCommand.DispatchLost lost -> false;
            case QueueCommand.RefreshQueue refresh -> false;
            case QueueCommand.FillWindow fill -> false;
            case QueueCommand.ExpireDispatches expire -> false;
            case QueueCommand.MeasureQueue measure -> false;
        };
    }

    private void decide(QueueCommand command) {
        switch (command) {
            case QueueCommand.PrepareQueue prepare -> {
                // That it exists is all that was asked for.
            }
            case QueueCommand.QueueReady ready -> {
                if (!queue.open()) {
                    happens(new QueueEvent.QueueOpened(id()));
                    tellFill();
                }
            }
            case QueueCommand.EnqueueTasks enqueue -> enqueue(enqueue);
            case QueueCommand.DequeueJob dequeue -> dequeue(dequeue.job());
            case QueueCommand.WithdrawTasks withdraw -> withdraw(withdraw);
            case QueueCommand.ForgetJob forget -> forget(forget.job());
            case QueueCommand.AdmitWorkers admit -> admit(admit);
            case QueueCommand.ReprioritizeJob change -> {
                if (queue.entries().of(change.job()).stream()
                        .anyMatch(entry -> entry.jobPriority() != change.priority())) {
                    happens(new QueueEvent.JobReprioritized(id(), change.job(), change.priority()));
                }
            }
            case QueueCommand.TakeTask take -> take(take);
            case QueueCommand.FreeSlot free -> free(free);
            case QueueCommand.AwaitTask await -> await(await);
            case QueueCommand.DeclineOffer decline -> decline(decline);
            case QueueCommand.DispatchLost lost -> lose(lost);
            case QueueCommand.RefreshQueue refresh -> refresh();
            case QueueCommand.FillWindow fill -> changed |= new Filling(queue, roster, now, rules, decision).fill();
            case QueueCommand.ExpireDispatches expire -> expire();
            case QueueCommand.MeasureQueue measure -> measure();
        }
    }

    private void enqueue(QueueCommand.EnqueueTasks command) {
        List<QueuedTask> news = command.tasks().stream()
                .filter(task -> isNews(command, task, queue.entries().find(command.job(), task.index())))
                .toList();
        if (news.isEmpty()) {
            return;
        }
        happens(new QueueEvent.TasksEnqueued(
                id(), command.job(), command.jobPriority(), command.jobCreated(), news, command.avoid()));
        if (queue.entries().isEmpty()) {
            decision.effect(QueueTimers.expire(id(), now, rules));
        }
        fillIfOpen();
    }

    /** A newer attempt always is; the same one is if it waits and something else about it has changed. */
    private static boolean isNews(QueueCommand.EnqueueTasks command, QueuedTask task, @Nullable QueueEntry present) {
        if (present == null || present.task().attempt() < task.attempt()) {
            return true;
        }
        return present.task().attempt() == task.attempt()
                && !QueueEntries.isOut(present)
                && !(present.task().equals(task)
                        && present.jobPriority() == command.jobPriority()
                        && present.avoid().equals(command.avoid()));
    }

    private void dequeue(JobId job) {
        if (queue.entries().has(job)) {
            happens(new QueueEvent.JobDequeued(id(), job));
            fillIfOpen();
        }
    }

    private void forget(JobId job) {
        List<QueueRun> runs =
                queue.runs().stream().filter(run -> run.job().equals(job)).toList();
        runs.forEach(run -> happens(new QueueEvent.RunForgotten(id(), run.worker())));
        dequeue(job);
        if (!runs.isEmpty()) {
            fillIfOpen();
        }
    }

    private void withdraw(QueueCommand.WithdrawTasks command) {
        List<QueuedTask> present = command.tasks().stream()
                .filter(task -> {
                    QueueEntry entry = queue.entries().find(command.job(), task.index());
                    return entry != null && entry.task().attempt() <= task.attempt();
                })
                .toList();
        if (!present.isEmpty()) {
            happens(new QueueEvent.TasksWithdrawn(id(), command.job(), present));
            fillIfOpen();
        }
    }

    private void admit(QueueCommand.AdmitWorkers command) {
        Map<Integer, Set<WorkerId>> avoid = queue.entries().lessAvoided(command);
        if (!avoid.isEmpty()) {
            happens(new QueueEvent.WorkersAdmitted(id(), command.job(), avoid));
            fillIfOpen();
        }
    }

    private void take(QueueCommand.TakeTask command) {
        QueueEntry entry = queue.entries().find(command.task());
        boolean waits = entry != null && entry.task().attempt() <= command.attempt();
        if (!waits && isRun(queue.run(command.worker()), command.task())) {
            return;
        }
        happens(new QueueEvent.TaskTaken(id(), command.task(), command.attempt(), command.worker()));
        // Its worker's last run may have ended already, with the news of that still on the way from another shard.
        if (queue.waitingCount() > 0) {
            fillIfOpen();
        }
    }

    private void free(QueueCommand.FreeSlot command) {
        if (!isRun(queue.run(command.worker()), command.task())) {
            return;
        }
        happens(new QueueEvent.SlotFreed(id(), command.task(), command.worker(), command.ran()));
        forgetDeclines();
        if (queue.waitingCount() > 0) {
            fillIfOpen();
        }
    }

    private static boolean isRun(@Nullable QueueRun run, TaskKey task) {
        return run != null && run.job().equals(task.job()) && run.index() == task.index();
    }

    private void decline(QueueCommand.DeclineOffer command) {
        QueueEntry entry = queue.entries().find(command.task());
        if (entry == null
                || entry.task().attempt() != command.attempt()
                || !command.worker().equals(entry.offeredTo())) {
            return;
        }
        // One that asks over HTTP has got something else meanwhile. It is not barred from the task: it will say when it
        // waits.
        happens(
                roster.asks(command.worker())
                        ? new QueueEvent.OfferTakenBack(id(), command.task(), command.attempt())
                        : new QueueEvent.OfferDeclined(id(), command.task(), command.attempt(), command.worker()));
        fillIfOpen();
    }

    private void await(QueueCommand.AwaitTask command) {
        if (!command.until().isAfter(now)) {
            return;
        }
        // Who waits is no news of the queue's, so nothing is measured for it.
        decision.event(new QueueEvent.WorkerWaits(id(), command.worker(), command.session(), now, command.until()));
        if (queue.waitingCount() > 0) {
            fillIfOpen();
        }
    }

    /** The task gets a new attempt at once; if it was taken, offered or released anew meanwhile, there is nothing to lose. */
    private void lose(QueueCommand.DispatchLost lost) {
        QueueEntry entry = queue.entries().find(lost.task());
        if (entry != null
                && entry.task().attempt() == lost.attempt()
                && entry.dispatched() != null
                && entry.offeredTo() == null) {
            expire(entry);
            fillIfOpen();
        }
    }

    private void expire(QueueEntry entry) {
        TaskKey task = QueueEntries.taskOf(entry);
        int attempt = entry.task().attempt();
        happens(new QueueEvent.DispatchExpired(id(), task, attempt));
        decision.effect(new Effect.Tell(new JobCommand.ExpireAttempt(task, attempt)));
    }

    /** A worker that is not awake any more runs nothing, and will not answer its offer. */
    private void refresh() {
        Set<WorkerId> hosts =
                queue.hosts(roster).stream().map(Roster.Member::worker).collect(Collectors.toUnmodifiableSet());
        for (QueueRun run : queue.runs()) {
            if (!hosts.contains(run.worker())) {
                happens(new QueueEvent.RunForgotten(id(), run.worker()));
            }
        }
        boolean withdrawn = false;
        for (QueueEntry entry : queue.entries().out()) {
            WorkerId host = entry.offeredTo();
            if (host != null && !hosts.contains(host)) {
                happens(new QueueEvent.OfferDeclined(
                        id(), QueueEntries.taskOf(entry), entry.task().attempt(), host));
                withdrawn = true;
            }
        }
        if (withdrawn || !queue.entries().declined().isEmpty()) {
            happens(new QueueEvent.DeclinesForgotten(id()));
        }
        fillIfOpen();
    }

    /**
     * What nobody took: an offer's worker does not answer; a dispatch that lies there while a worker is free was lost, perhaps
     * with a worker that died holding it. While nobody is free a dispatch just waits for its turn.
     */
    private void expire() {
        boolean someoneFree = window().freeSlots() > 0;
        for (QueueEntry entry : queue.entries().out()) {
            boolean offered = entry.offeredTo() != null;
            if ((offered || someoneFree)
                    && isOver(entry.dispatched(), offered ? rules.offerTimeout() : rules.dispatchTimeout())) {
                expire(entry);
            }
        }
        forgetDeclines();
        fillIfOpen();
        if (!queue.entries().isEmpty()) {
            decision.effect(QueueTimers.expire(id(), now, rules));
        }
    }

    private boolean isOver(@Nullable Instant since, Duration limit) {
        // A time far in the future is of a clock that was set back since.
        return since != null && Duration.between(since, now).abs().compareTo(limit) >= 0;
    }

    private void forgetDeclines() {
        if (!queue.entries().declined().isEmpty()) {
            happens(new QueueEvent.DeclinesForgotten(id()));
        }
    }

    private void measure() {
        var found = new QueueEvent.QueueMeasured(
                id(),
                queue.waitingCount(),
                queue.outCount(),
                queue.runningCount(),
                queue.hosts(roster).size());
        if (!found.equals(queue.measured())) {
            decision.event(found);
        } else if (queue.measurementPlanned()) {
            decision.event(new QueueEvent.MeasurementSpared(id()));
        }
    }

    private void planMeasurement() {
        var last = queue.measured();
        boolean slotsChanged =
                last != null && last.slots() != queue.hosts(roster).size();
        if ((changed || slotsChanged) && !queue.measurementPlanned()) {
            decision.event(new QueueEvent.MeasurementPlanned(id())).effect(QueueTimers.measure(id(), now));
        }
    }

    private void happens(QueueEvent event) {
        decision.event(event);
        changed = true;
    }

    private void fillIfOpen() {
        if (queue.open()) {
            tellFill();
        }
    }

    private void tellFill() {
        decision.effect(new Effect.Tell(new QueueCommand.FillWindow(id())));
    }

    private Window window() {
        return Window.of(queue, roster, rules);
    }

    private QueueId id() {
        return queue.queue();
    }
}
