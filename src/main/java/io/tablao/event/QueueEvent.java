// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened in a queue. Only what others want to see is published. */
public sealed interface QueueEvent extends Event {

    /** How many tasks one message of a job to a queue, or one event of released tasks, holds at most. */
    int CHUNK = 1_000;

    QueueId queue();

    @Override
    default EntityKey entity() {
        return EntityKey.of(queue());
    }

    /** Bookkeeping that stays inside the scheduler. */
    sealed interface Internal extends QueueEvent {
        @Override
        default boolean published() {
            return false;
        }
    }

    record QueueCreated(QueueId queue) implements QueueEvent {}

    record QueueOpened(QueueId queue) implements QueueEvent {}

    /**
     * How full the queue is.
     *
     * @param waiting runnable tasks that are not dispatched
     * @param dispatched tasks on the topic, or offered, and not started
     * @param running tasks that a worker runs
     * @param slots tasks that its awake workers can run at once
     */
    record QueueMeasured(QueueId queue, int waiting, int dispatched, int running, int slots) implements QueueEvent {}

    record TasksEnqueued(
            QueueId queue, JobId job, int jobPriority, Instant jobCreated, List<QueuedTask> tasks, Set<WorkerId> avoid)
            implements Internal {
        public TasksEnqueued {
            tasks = List.copyOf(tasks);
            avoid = Set.copyOf(avoid);
        }
    }

    record JobDequeued(QueueId queue, JobId job) implements Internal {}

    record TasksWithdrawn(QueueId queue, JobId job, List<QueuedTask> tasks) implements Internal {
        public TasksWithdrawn {
            tasks = List.copyOf(tasks);
        }
    }

    /** The tasks avoid these workers and no others any more, by the index of the task. */
    record WorkersAdmitted(QueueId queue, JobId job, Map<Integer, Set<WorkerId>> avoid) implements Internal {
        public WorkersAdmitted {
            avoid = Map.copyOf(avoid);
        }
    }

    record JobReprioritized(QueueId queue, JobId job, int priority) implements Internal {}

    record TaskDispatched(QueueId queue, TaskKey task, int attempt, Instant at) implements Internal {}

    record TaskOffered(QueueId queue, TaskKey task, int attempt, WorkerId worker, Instant at) implements Internal {}

    /** A worker that speaks HTTP would take a task. */
    record WorkerWaits(QueueId queue, WorkerId worker, SessionId session, Instant since, Instant until)
            implements Internal {}

    /** The task waits again: the worker that it was offered to does not wait any more, and will say when it does. */
    record OfferTakenBack(QueueId queue, TaskKey task, int attempt) implements Internal {}

    /** The offer is open again, for another worker. */
    record OfferDeclined(QueueId queue, TaskKey task, int attempt, WorkerId worker) implements Internal {}

    /** The dispatch or offer is void, and the task no longer here; its job was told. */
    record DispatchExpired(QueueId queue, TaskKey task, int attempt) implements Internal {}

    record TaskTaken(QueueId queue, TaskKey task, int attempt, WorkerId worker) implements Internal {}

    record SlotFreed(QueueId queue, TaskKey task, WorkerId worker, Duration ran) implements Internal {}

    /** The roster does not know the run's worker as awake any more; nothing was learnt of how long tasks last. */
    record RunForgotten(QueueId queue, WorkerId worker) implements Internal {}

    /** Those who declined offers may be asked again. */
    record DeclinesForgotten(QueueId queue) implements Internal {}

    /** Something changed that a {@link QueueMeasured} is to tell; a timer was set for it. */
    record MeasurementPlanned(QueueId queue) implements Internal {}

    /** The planned measurement found what the last one had found. */
    record MeasurementSpared(QueueId queue) implements Internal {}
}
