// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.model.TaskStatus;
import io.tablao.readmodel.JobRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a job is.
 *
 * @param tasks how many there are in {@code total}, and of each status
 * @param runnable tasks that only wait for a worker
 */
@Schema(name = "JobProgress")
@JsonNaming(SnakeCaseStrategy.class)
record JobProgress(
        String id,
        String name,
        String type,
        String status,
        String activity,
        int priority,
        Instant created,
        Instant updated,
        Map<String, Integer> tasks,
        long runnable,
        long stepsCompleted,
        long stepsTotal) {

    static JobProgress of(JobRow job, long runnable) {
        return new JobProgress(
                job.id.toString(),
                job.name,
                job.type,
                job.status.toString(),
                job.activity,
                job.priority,
                job.created,
                job.updated,
                counts(job),
                runnable,
                job.stepsCompleted,
                job.stepsTotal);
    }

    static Map<String, Integer> counts(JobRow job) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("total", job.taskCount);
        for (TaskStatus status : TaskStatus.values()) {
            counts.put(
                    status.toString(),
                    switch (status) {
                        case QUEUED -> job.queuedTasks;
                        case ACTIVE -> job.activeTasks;
                        case COMPLETED -> job.completedTasks;
                        case FAILED -> job.failedTasks;
                        case SOFT_FAILED -> job.softFailedTasks;
                        case CANCELED -> job.canceledTasks;
                        case PAUSED -> job.pausedTasks;
                    });
        }
        return counts;
    }
}
