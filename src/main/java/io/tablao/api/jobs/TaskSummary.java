// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.TaskRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A line in the list of a job's tasks. Flamenco: the same. */
@Schema(name = "TaskSummary")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record TaskSummary(
        String id,
        String name,
        String status,
        int indexInJob,
        int priority,
        String taskType,
        Instant updated,
        @Nullable TaskWorker worker,
        int stepsCompleted,
        int stepsTotal) {

    static TaskSummary of(TaskRow task, @Nullable TaskWorker worker) {
        return new TaskSummary(
                task.id.toString(),
                task.name,
                task.status.toString(),
                task.index,
                task.priority,
                task.type,
                task.updated,
                worker,
                task.stepsCompleted,
                task.stepsTotal);
    }
}
