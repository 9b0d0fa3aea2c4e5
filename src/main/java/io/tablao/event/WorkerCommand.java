// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import java.util.List;

/** What is asked of a worker's entity. */
public sealed interface WorkerCommand extends Command {

    WorkerId worker();

    @Override
    default EntityKey entity() {
        return EntityKey.of(worker());
    }

    /** An attempt of a task. */
    record HeldAttempt(TaskKey task, int attempt) {}

    /** Begins a session; what an older session of the worker held goes back to the queues. */
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
}
