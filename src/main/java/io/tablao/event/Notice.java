// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.time.Instant;
import java.util.Set;

/** To one worker, through its inbox. One for a session that is over is thrown away by who reads it. */
public sealed interface Notice extends Message {

    WorkerId worker();

    SessionId session();

    @Override
    default String key() {
        return worker().toString();
    }

    /** The session has begun; the worker is to go to the status: awake, or asleep. */
    @Version(2)
    record SignedOn(WorkerId worker, SessionId session, WorkerStatus status, Set<String> tags) implements Notice {
        // Absent from version 1, when they were the worker's own word.
        public SignedOn {
            tags = tags == null ? Set.of() : Set.copyOf(tags);
        }
    }

    /**
     * The worker is to go to the status, and to report when it has: it was asked to, or is to forget that it was asked for
     * another.
     *
     * @param lazy whether it ends its current task first; else it stops it
     */
    record ChangeStatus(WorkerId worker, SessionId session, WorkerStatus status, boolean lazy) implements Notice {}

    /** The worker carries these tags now, and listens to the queues of them. */
    record ChangeTags(WorkerId worker, SessionId session, Set<String> tags) implements Notice {
        public ChangeTags {
            tags = Set.copyOf(tags);
        }
    }

    /** The worker was given up, or began another session elsewhere: it must stop what it runs, and sign on again. */
    record SessionEnded(WorkerId worker, SessionId session, String reason) implements Notice {}

    /**
     * The worker may run the attempt now. A second one for an attempt that runs changes nothing.
     *
     * @param variables what {@code {name}} in the definition's commands is to become for this worker
     */
    @Version(3)
    record Granted(
            WorkerId worker,
            SessionId session,
            TaskKey task,
            int attempt,
            String jobName,
            String jobType,
            int jobPriority,
            TaskDefinition definition,
            Variables variables)
            implements Notice {
        // The variables are absent from version 1, when each worker had its own alone; what kind of job it is, from
        // version 2.
        public Granted {
            jobType = jobType == null ? "" : jobType;
            variables = variables == null ? Variables.NONE : variables;
        }
    }

    /** The attempt is void for this worker: canceled, expired, or somebody else's. */
    record Refused(WorkerId worker, SessionId session, TaskKey task, int attempt, String reason) implements Notice {}

    /** The worker may ask to start the attempt, until then; if it cannot, it declines. */
    record Offered(WorkerId worker, SessionId session, QueueId queue, TaskKey task, int attempt, Instant until)
            implements Notice {}

    /** The attempt must stop, whatever it has reached. */
    record StopTask(WorkerId worker, SessionId session, TaskKey task, int attempt, String reason) implements Notice {}
}
