// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.QueueEvent;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.event.QueuePart.QueueRun;
import io.tablao.event.QueuedTask;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Journal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The only place where a queue changes. */
public final class QueueApplier {

    private QueueApplier() {}

    /**
     * @param state null before {@link QueueEvent.QueueCreated} alone
     * @return the queue: the same one, or the one that was created, which is not rolled back but thrown away
     */
    public static QueueState apply(@Nullable QueueState state, QueueEvent event, Journal journal) {
        if (event instanceof QueueEvent.QueueCreated created) {
            var queue = new QueueState(created.queue());
            journal.changed(queue.key(), "head", () -> {});
            return queue;
        }
        QueueState queue = Objects.requireNonNull(state, "No queue for " + event);
        change(queue, event, journal);
        return queue;
    }

    private static void change(QueueState queue, QueueEvent event, Journal journal) {
        switch (event) {
            case QueueEvent.QueueCreated created -> throw new IllegalStateException("Exists already: " + created);
            case QueueEvent.QueueOpened opened -> queue.open(journal);
            case QueueEvent.QueueMeasured measured -> queue.endMeasurement(measured, journal);
            case QueueEvent.MeasurementSpared spared -> queue.endMeasurement(null, journal);
            case QueueEvent.MeasurementPlanned planned -> queue.planMeasurement(journal);
            case QueueEvent.TasksEnqueued enqueued -> enqueue(queue, enqueued, journal);
            case QueueEvent.JobDequeued dequeued ->
                queue.entries().of(dequeued.job()).forEach(entry -> queue.replace(entry, null, journal));
            case QueueEvent.TasksWithdrawn withdrawn ->
                withdrawn
                        .tasks()
                        .forEach(task ->
                                queue.replace(queue.entries().find(withdrawn.job(), task.index()), null, journal));
            case QueueEvent.WorkersAdmitted admitted ->
                admitted.avoid().forEach((index, avoid) -> {
                    QueueEntry entry = entry(queue, new TaskKey(admitted.job(), index));
                    queue.replace(entry, withAvoid(entry, avoid), journal);
                });
            case QueueEvent.JobReprioritized changed -> {
                for (QueueEntry entry : queue.entries().of(changed.job())) {
                    queue.replace(entry, withJobPriority(entry, changed.priority()), journal);
                }
            }
            case QueueEvent.TaskDispatched dispatched -> {
                QueueEntry entry = entry(queue, dispatched.task());
                queue.replace(entry, standing(entry, dispatched.at(), null, Set.of()), journal);
            }
            case QueueEvent.TaskOffered offered -> {
                QueueEntry entry = entry(queue, offered.task());
                queue.offer(entry, standing(entry, offered.at(), offered.worker(), entry.declinedBy()), journal);
            }
            case QueueEvent.WorkerWaits waits ->
                queue.await(new Waiters.Waiter(waits.worker(), waits.session(), waits.since(), waits.until()), journal);
            case QueueEvent.OfferTakenBack back -> {
                QueueEntry entry = entry(queue, back.task());
                queue.replace(entry, standing(entry, null, null, entry.declinedBy()), journal);
            }
            case QueueEvent.OfferDeclined declined -> {
                QueueEntry entry = entry(queue, declined.task());
                var declinedBy = new HashSet<>(entry.declinedBy());
                declinedBy.add(declined.worker());
                queue.replace(entry, standing(entry, null, null, declinedBy), journal);
            }
            case QueueEvent.DeclinesForgotten forgotten -> {
                for (QueueEntry entry : List.copyOf(queue.entries().declined())) {
                    queue.replace(entry, standing(entry, entry.dispatched(), entry.offeredTo(), Set.of()), journal);
                }
            }
            case QueueEvent.DispatchExpired expired -> queue.replace(entry(queue, expired.task()), null, journal);
            case QueueEvent.TaskTaken taken -> {
                TaskKey task = taken.task();
                QueueEntry entry = queue.entries().find(task);
                if (entry != null && entry.task().attempt() <= taken.attempt()) {
                    queue.replace(entry, null, journal);
                }
                queue.beginRun(new QueueRun(queue.queue(), taken.worker(), task.job(), task.index()), journal);
            }
            case QueueEvent.SlotFreed freed -> queue.endRun(freed.worker(), freed.ran(), journal);
            case QueueEvent.RunForgotten forgotten -> queue.endRun(forgotten.worker(), null, journal);
        }
    }

    private static void enqueue(QueueState queue, QueueEvent.TasksEnqueued enqueued, Journal journal) {
        for (QueuedTask task : enqueued.tasks()) {
            queue.replace(
                    queue.entries().find(enqueued.job(), task.index()),
                    new QueueEntry(
                            queue.queue(),
                            enqueued.job(),
                            enqueued.jobPriority(),
                            enqueued.jobCreated(),
                            task,
                            enqueued.avoid(),
                            null,
                            null,
                            Set.of()),
                    journal);
        }
    }

    private static QueueEntry entry(QueueState queue, TaskKey task) {
        return Objects.requireNonNull(queue.entries().find(task), () -> "Not in " + queue + ": " + task);
    }

    private static QueueEntry withJobPriority(QueueEntry entry, int priority) {
        return new QueueEntry(
                entry.queue(),
                entry.job(),
                priority,
                entry.jobCreated(),
                entry.task(),
                entry.avoid(),
                entry.dispatched(),
                entry.offeredTo(),
                entry.declinedBy());
    }

    private static QueueEntry withAvoid(QueueEntry entry, Set<WorkerId> avoid) {
        return new QueueEntry(
                entry.queue(),
                entry.job(),
                entry.jobPriority(),
                entry.jobCreated(),
                entry.task(),
                avoid,
                entry.dispatched(),
                entry.offeredTo(),
                entry.declinedBy());
    }

    private static QueueEntry standing(
            QueueEntry entry, @Nullable Instant dispatched, @Nullable WorkerId offeredTo, Set<WorkerId> declinedBy) {
        return new QueueEntry(
                entry.queue(),
                entry.job(),
                entry.jobPriority(),
                entry.jobCreated(),
                entry.task(),
                entry.avoid(),
                dispatched,
                offeredTo,
                declinedBy);
    }
}
