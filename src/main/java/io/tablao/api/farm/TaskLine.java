// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.TaskRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A task in a list.
 *
 * @param runnable whether it only waits for a worker
 * @param attempt the newest one; 0: none yet
 */
@Schema(name = "TaskLine")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record TaskLine(
        int index,
        String id,
        String name,
        String type,
        String status,
        int priority,
        boolean runnable,
        int attempt,
        int stepsCompleted,
        int stepsTotal,
        @Nullable String workerId,
        @Nullable String workerName,
        String activity,
        @Nullable Instant started,
        @Nullable Instant ended) {

    static TaskLine of(TaskRow task, @Nullable String workerName) {
        return new TaskLine(
                task.index,
                task.id.toString(),
                task.name,
                task.type,
                task.status.toString(),
                task.priority,
                task.runnable,
                task.attempt,
                task.stepsCompleted,
                task.stepsTotal,
                task.workerId == null ? null : task.workerId.toString(),
                workerName,
                task.activity,
                task.started,
                task.ended);
    }
}
