// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.SessionId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.util.List;
import java.util.Set;

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
}
