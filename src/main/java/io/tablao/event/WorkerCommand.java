// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskId;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is asked of a worker's entity. */
public sealed interface WorkerCommand extends Command {

    WorkerId worker();

    @Override
    default EntityKey entity() {
        return EntityKey.of(worker());
    }

    /** An attempt of a task. */
    record HeldAttempt(TaskKey task, int attempt) {}

    /**
     * Begins a session; what an older session of the worker held goes back to the queues.
     *
     * @param profile its tags count for a worker that nobody knows yet, alone; later on people choose them
     */
    @Version(2)
    record SignOnWorker(WorkerId worker, SessionId session, WorkerProfile profile) implements WorkerCommand {}

    /** Ends a session: the worker stops, and runs nothing any more. */
    record SignOffWorker(WorkerId worker, SessionId session) implements WorkerCommand {}

    /** The worker lives, and runs these just now. */
    record Heartbeat(WorkerId worker, SessionId session, List<HeldAttempt> running) implements WorkerCommand {
        public Heartbeat {
            running = List.copyOf(running);
        }
    }

    /** From a timer: look whether the worker has been silent for too long. */
    record CheckWorker(WorkerId worker, SessionId session) implements WorkerCommand {}

    /**
     * A person wants the worker to change its status. Asking for the status that it has takes back what was asked before.
     *
     * @param lazy whether it may end its current task first
     */
    record RequestWorkerStatus(WorkerId worker, WorkerStatus status, boolean lazy) implements WorkerCommand {}

    /** The worker has changed its status: it was asked to, or somebody at its machine wanted it so. */
    record ReportWorkerStatus(WorkerId worker, SessionId session, WorkerStatus status) implements WorkerCommand {}

    /** @param tags UUIDs of all tags that it is to carry */
    record SetWorkerTags(WorkerId worker, Set<String> tags) implements WorkerCommand {
        public SetWorkerTags {
            tags = Set.copyOf(tags);
        }
    }

    /** From the farm: the tags that a new worker has brought along. */
    record AddWorkerTags(WorkerId worker, Set<String> tags) implements WorkerCommand {
        public AddWorkerTags {
            tags = Set.copyOf(tags);
        }
    }

    /** From the farm: there are no such tags any more. */
    record RemoveWorkerTags(WorkerId worker, Set<String> tags) implements WorkerCommand {
        public RemoveWorkerTags {
            tags = Set.copyOf(tags);
        }
    }

    record SetSleepSchedule(WorkerId worker, SleepSchedule schedule) implements WorkerCommand {}

    /** From a timer: the sleep schedule has come to a change. */
    record FollowSleepSchedule(WorkerId worker) implements WorkerCommand {}

    /** A person wants the worker forgotten. If it lives, it may sign on anew, as one that nobody knows. */
    record DeleteWorker(WorkerId worker) implements WorkerCommand {}

    /** From a timer: look whether the worker has been away for so long that it is not kept any longer. */
    record ForgetWorker(WorkerId worker) implements WorkerCommand {}

    /**
     * A worker that speaks HTTP wants to be known. It is offline until it signs on.
     *
     * @param session none of its own, since it has begun none
     * @param secretHash of the secret by which the api will know it again
     */
    record RegisterWorker(WorkerId worker, SessionId session, WorkerProfile profile, String secretHash)
            implements WorkerCommand {}

    /**
     * From a worker that speaks HTTP, through the api process that serves it now; in the session that it is in. What a slot
     * does for other workers, the entity does for these. Each call gets its own {@link Answer.ToCall}, or a refusal.
     */
    sealed interface Call extends WorkerCommand {
        Caller caller();
    }

    /** Of the api: by what is the worker known? */
    record FindSecret(WorkerId worker, Caller caller) implements Call {}

    /**
     * Begins a session, and asks which status to go to.
     *
     * @param session a new one
     */
    record SignOnByCall(
            WorkerId worker,
            Caller caller,
            SessionId session,
            String name,
            String software,
            Set<String> taskTypes,
            boolean canRestart)
            implements Call {
        public SignOnByCall {
            taskTypes = Set.copyOf(taskTypes);
        }
    }

    record SignOffByCall(WorkerId worker, Caller caller) implements Call {}

    /** Is the worker to change its status? */
    record AskStatus(WorkerId worker, Caller caller) implements Call {}

    /** As {@link ReportWorkerStatus}. */
    record TellStatus(WorkerId worker, Caller caller, WorkerStatus status) implements Call {}

    /**
     * The worker wants a task: the one that it has, if it has one, or else the next one that a queue has for it.
     *
     * @param until how long it waits for one
     */
    record RequestTask(WorkerId worker, Caller caller, Instant until) implements Call {}

    /** May the worker go on with the task? */
    record AskToKeepRunning(WorkerId worker, Caller caller, TaskId task) implements Call {}

    /**
     * News of a task that the worker runs.
     *
     * @param status active, completed or failed; null: it says nothing of it
     * @param steps completed so far; null: it says nothing of them
     * @param message why the task has failed
     * @param logChunks how many chunks of its log the api is going to write
     */
    record UpdateTask(
            WorkerId worker,
            Caller caller,
            TaskId task,
            @Nullable TaskStatus status,
            @Nullable Integer steps,
            String message,
            int logChunks)
            implements Call {}

    /** From a timer, or from the api whose client has gone: the worker does not wait for a task any more. */
    record StopWaiting(WorkerId worker, UUID request) implements WorkerCommand {}

    /** A queue's offer to a worker that speaks HTTP, see {@link Notice.Offered}. */
    record TakeOffer(WorkerId worker, SessionId session, QueueId queue, TaskKey task, int attempt)
            implements WorkerCommand {}

    /** A job's grant to a worker that speaks HTTP, see {@link Notice.Granted}. */
    record BeginTask(
            WorkerId worker,
            SessionId session,
            TaskKey task,
            int attempt,
            String jobName,
            String jobType,
            int jobPriority,
            TaskDefinition definition,
            Variables variables)
            implements WorkerCommand {}

    /** To a worker that speaks HTTP: the attempt is void for it, see {@link Notice.Refused} and {@link Notice.StopTask}. */
    record DropTask(WorkerId worker, SessionId session, TaskKey task, int attempt, String reason)
            implements WorkerCommand {}
}
