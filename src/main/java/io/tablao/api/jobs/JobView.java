// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.readmodel.JobRow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job. Flamenco: {@code Job}.
 *
 * @param settings a JSON object, as the script left it; until then as it was submitted
 * @param storage a JSON object
 */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record JobView(
        String id,
        String name,
        String type,
        @Nullable String typeEtag,
        int priority,
        @JsonRawValue @Schema(implementation = Object.class) String settings,
        @JsonRawValue @Schema(implementation = Object.class) String metadata,
        String submitterPlatform,

        @JsonRawValue @Schema(implementation = Object.class) @Nullable
        String storage,

        @Nullable String workerTag,
        Instant created,
        Instant updated,
        String status,
        String activity,
        long stepsCompleted,
        long stepsTotal,
        @Nullable Instant deleteRequestedAt) {

    /** The job of a submission that has just been taken, as far as it is known without asking. */
    static JobView of(JobId id, JobSubmission submission, Instant created, JobStatus status, String activity) {
        JsonText storage = submission.storage();
        return new JobView(
                id.toString(),
                submission.name(),
                submission.type(),
                submission.typeEtag(),
                submission.priority(),
                submission.settings().text(),
                json(submission.metadata()),
                submission.submitterPlatform(),
                storage == null ? null : storage.text(),
                submission.workerTag(),
                created,
                created,
                status.toString(),
                activity,
                0,
                0,
                null);
    }

    static JobView of(JobRow job) {
        return new JobView(
                job.id.toString(),
                job.name,
                job.type,
                job.typeEtag,
                job.priority,
                job.settings,
                job.metadata,
                job.submitterPlatform,
                job.storage,
                job.workerTag,
                job.created,
                job.updated,
                job.status.toString(),
                job.activity,
                job.stepsCompleted,
                job.stepsTotal,
                job.deleteRequested);
    }

    private static String json(Map<String, String> texts) {
        return new JsonObject(new TreeMap<String, Object>(texts)).encode();
    }
}
