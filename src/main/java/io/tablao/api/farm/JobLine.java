// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.JobRow;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job in a list.
 *
 * @param tasks how many there are in {@code total}, and of each status
 * @param secondsLeft as long as its tasks have taken so far; left out: nobody can tell
 */
@Schema(name = "JobLine")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record JobLine(
        String id,
        String name,
        String type,
        int priority,
        String status,
        String activity,
        @JsonRawValue @Schema(implementation = Object.class) String metadata,
        @Nullable String workerTag,
        Instant created,
        Instant updated,
        @Nullable Instant deleteRequestedAt,
        Map<String, Integer> tasks,
        long stepsCompleted,
        long stepsTotal,
        @Nullable Double secondsLeft) {

    static JobLine of(JobRow job, @Nullable Double secondsLeft) {
        return new JobLine(
                job.id.toString(),
                job.name,
                job.type,
                job.priority,
                job.status.toString(),
                job.activity,
                job.metadata,
                job.workerTag,
                job.created,
                job.updated,
                job.deleteRequested,
                JobProgress.counts(job),
                job.stepsCompleted,
                job.stepsTotal,
                secondsLeft);
    }
}
