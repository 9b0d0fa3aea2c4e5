// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.JobEvent.JobRegistered;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobEvent.TasksAdded;
import io.tablao.event.JobEvent.TasksReleased;
import io.tablao.event.QueuedTask;
import io.tablao.event.WorkerEvent.WorkerSignedOn;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.SessionId;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events of a small farm. */
final class Samples {

    static final JobId JOB = new JobId(new UUID(1, 1));
    static final JobId OTHER_JOB = new JobId(new UUID(1, 2));
    static final WorkerId ANNA = new WorkerId(new UUID(2, 1));
    static final WorkerId BERT = new WorkerId(new UUID(2, 2));
    static final SessionId SESSION = new SessionId(new UUID(3, 1));

    private Samples() {}

    static JobRegistered registered(JobId job) {
        var submission = new JobSubmission(
                "Sprite",
                "simple-blender-render",
                "etag",
                70,
                new JsonText("{\"frames\":\"1-10\",\"fps\":24}"),
                Map.of("project", "Sprite Fright"),
                "linux",
                null,
                null,
                JobStatus.QUEUED);
        return new JobRegistered(job, submission, EventLog.START);
    }

    /** Tasks of three steps, each depending on the one before. */
    static TasksAdded added(JobId job, int count) {
        return added(job, 0, count);
    }

    static TasksAdded added(JobId job, int first, int count) {
        var command = new TaskCommand("sleep", new JsonText("{\"duration_in_seconds\":1}"), 3);
        return new TasksAdded(
                job,
                "c1",
                first,
                IntStream.range(first, first + count)
                        .mapToObj(index -> new TaskDefinition(
                                index,
                                "task-" + index,
                                "blender",
                                50,
                                index == 0 ? List.of() : List.of(index - 1),
                                List.of(command)))
                        .toList());
    }

    static TasksReleased released(JobId job, int attempt, int... indices) {
        return new TasksReleased(
                job,
                IntStream.of(indices)
                        .mapToObj(index -> new QueuedTask(index, attempt, 50))
                        .toList());
    }

    static TaskKey task(int index) {
        return new TaskKey(JOB, index);
    }

    static TaskStarted started(int index, int attempt, WorkerId worker) {
        return new TaskStarted(task(index), attempt, worker, SESSION, EventLog.START.plusSeconds(100));
    }

    static TaskCompleted completed(int index, int attempt, WorkerId worker) {
        return new TaskCompleted(task(index), attempt, worker, EventLog.START.plusSeconds(160));
    }

    static WorkerSignedOn signedOn(WorkerId worker, String name) {
        return new WorkerSignedOn(
                worker,
                SESSION,
                new WorkerProfile(name, "linux", "tablao 1", Set.of("misc", "blender"), Set.of(), true),
                EventLog.START,
                WorkerStatus.AWAKE);
    }
}
