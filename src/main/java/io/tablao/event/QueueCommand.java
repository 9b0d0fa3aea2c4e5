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

/** What is asked of a queue: the one place that decides what runs next among all tasks of a type (and tag). */
public sealed interface QueueCommand extends Command {

    QueueId queue();

    @Override
    default EntityKey entity() {
        return EntityKey.of(queue());
    }

    /** Somebody needs the queue: a worker that accepts its type, or a job's task. Makes it if it is new. */
    record PrepareQueue(QueueId queue) implements QueueCommand {}

    /** The queue's topic is there, with all its partitions led. */
    record QueueReady(QueueId queue) implements QueueCommand {}

    /**
     * A job's tasks are ready. Bounded: {@link QueueEvent#CHUNK} tasks a command.
     *
     * @param avoid workers that may not run them, since they failed them or are blocklisted; such tasks are offered, to one
     *     worker at a time, and never dispatched to the whole group
     */
    record EnqueueTasks(
            QueueId queue, JobId job, int jobPriority, Instant jobCreated, List<QueuedTask> tasks, Set<WorkerId> avoid)
            implements QueueCommand {
        public EnqueueTasks {
            tasks = List.copyOf(tasks);
            avoid = Set.copyOf(avoid);
        }
    }

    /** The job runs nothing for now: forget all its tasks, the dispatched ones too. */
    record DequeueJob(QueueId queue, JobId job) implements QueueCommand {}

    /**
     * These tasks of the job are not to run for now. What is here with a newer attempt stays.
     *
     * @param tasks at most {@link QueueEvent#CHUNK}
     */
    record WithdrawTasks(QueueId queue, JobId job, List<QueuedTask> tasks) implements QueueCommand {
        public WithdrawTasks {
            tasks = List.copyOf(tasks);
        }
    }

    /** The job has gone to other queues: forget all its tasks, and that workers run some of them. */
    record ForgetJob(QueueId queue, JobId job) implements QueueCommand {}

    /**
     * Workers may run again what they were barred from: of the workers that the job's tasks here avoid, only these are still
     * to be avoided.
     *
     * @param blocked for all tasks
     * @param failedBy for single tasks, by their index
     */
    record AdmitWorkers(QueueId queue, JobId job, Set<WorkerId> blocked, Map<Integer, Set<WorkerId>> failedBy)
            implements QueueCommand {
        public AdmitWorkers {
            blocked = Set.copyOf(blocked);
            failedBy = Map.copyOf(failedBy);
        }

        /** Whether the worker is still not to have the task. */
        public boolean bars(WorkerId worker, int index) {
            return blocked.contains(worker)
                    || failedBy.getOrDefault(index, Set.of()).contains(worker);
        }
    }

    record ReprioritizeJob(QueueId queue, JobId job, int priority) implements QueueCommand {}

    /** The job has granted the start of a task to a worker. */
    record TakeTask(QueueId queue, TaskKey task, int attempt, WorkerId worker) implements QueueCommand {}

    /** The worker has ended the task, or was relieved of it, having run it for so long. */
    record FreeSlot(QueueId queue, TaskKey task, WorkerId worker, Duration ran) implements QueueCommand {}

    /** From a worker that speaks HTTP: it would take a task now, and until then. */
    record AwaitTask(QueueId queue, WorkerId worker, SessionId session, Instant until) implements QueueCommand {}

    /** The worker to whom a task was offered cannot take it now. */
    record DeclineOffer(QueueId queue, TaskKey task, int attempt, WorkerId worker) implements QueueCommand {}

    /** Kafka gives the dispatch to no worker any more: too many have had it and not taken it. */
    record DispatchLost(QueueId queue, TaskKey task, int attempt) implements QueueCommand {}

    /** The roster has changed: there may be more slots, or an offer's worker may be gone. */
    record RefreshQueue(QueueId queue) implements QueueCommand {}

    /** From the queue to itself, after something that may have made room: dispatch what the window takes. */
    record FillWindow(QueueId queue) implements QueueCommand {}

    /** From a timer: look for dispatches and offers that nobody took. */
    record ExpireDispatches(QueueId queue) implements QueueCommand {}

    /** From a timer: say how full the queue is. */
    record MeasureQueue(QueueId queue) implements QueueCommand {}
}
