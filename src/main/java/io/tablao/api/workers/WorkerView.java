// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.TaskRow;
import io.tablao.readmodel.WorkerRow;
import io.tablao.readmodel.WorkerTagRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A worker with what it can do and does. Flamenco: {@code Worker}.
 *
 * @param ipAddress always empty: workers speak over Kafka
 */
@Schema(name = "Worker")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record WorkerView(
        String id,
        String name,
        String status,
        @Nullable RequestedChange statusChange,
        Instant lastSeen,
        String version,
        boolean canRestart,
        String ipAddress,
        String platform,
        List<String> supportedTaskTypes,
        @Nullable Task task,
        List<TagView> tags) {

    /** What the worker runs, or ran last. */
    @Schema(name = "WorkerTask")
    @JsonNaming(SnakeCaseStrategy.class)
    record Task(
            String id,
            String name,
            String status,
            int indexInJob,
            int priority,
            String taskType,
            Instant updated,
            int stepsCompleted,
            int stepsTotal,
            String jobId) {

        static Task of(TaskRow task) {
            return new Task(
                    task.id.toString(),
                    task.name,
                    task.status.toString(),
                    task.index,
                    task.priority,
                    task.type,
                    task.updated,
                    task.stepsCompleted,
                    task.stepsTotal,
                    task.jobId.toString());
        }
    }

    static WorkerView of(WorkerRow worker, Optional<TaskRow> task, List<WorkerTagRow> tags) {
        return new WorkerView(
                worker.id.toString(),
                worker.name,
                worker.status.toString(),
                RequestedChange.of(worker),
                worker.lastSeen,
                worker.software,
                worker.canRestart,
                "",
                worker.platform,
                List.of(worker.taskTypes),
                task.map(Task::of).orElse(null),
                tags.stream().map(TagView::of).toList());
    }
}
