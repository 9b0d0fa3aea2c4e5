// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.TaskRow;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task with what it does, variables not replaced. Flamenco: {@code Task}.
 *
 * @param commands a JSON list
 */
@Schema(name = "Task")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record TaskView(
        String id,
        Instant created,
        Instant updated,
        String jobId,
        int indexInJob,
        String name,
        String status,
        int priority,
        String taskType,
        String activity,

        @JsonRawValue @Schema(type = SchemaType.ARRAY, implementation = Object.class)
        String commands,

        int stepsCompleted,
        int stepsTotal,
        @Nullable TaskWorker worker,
        @Nullable Instant lastTouched,
        List<TaskWorker> failedByWorkers) {

    static TaskView of(TaskRow task, String commands, @Nullable TaskWorker worker, List<TaskWorker> failedBy) {
        return new TaskView(
                task.id.toString(),
                task.created,
                task.updated,
                task.jobId.toString(),
                task.index,
                task.name,
                task.status.toString(),
                task.priority,
                task.type,
                task.activity,
                commands,
                task.stepsCompleted,
                task.stepsTotal,
                worker,
                task.touched,
                failedBy);
    }
}
