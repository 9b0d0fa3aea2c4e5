// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a submission, for the OpenAPI document; {@link SubmissionReader} reads it. Flamenco: the same, but for the id.
 *
 * @param id our own: whoever gives one may send the submission again without making a second job
 */
@Schema(name = "SubmittedJob")
@JsonNaming(SnakeCaseStrategy.class)
record SubmittedJob(
        @Schema(format = "uuid", description = "The same id twice is the same job; made if left out") @Nullable
        String id,

        @Schema(required = true) String name,

        @Schema(required = true, examples = "simple-blender-render")
        String type,

        @Schema(description = "Of the job type as the submitter saw it; another one is refused") @Nullable
        String typeEtag,

        @Schema(minimum = "0", maximum = "100", defaultValue = "50")
        int priority,

        Map<String, Object> settings,
        Map<String, String> metadata,
        @Schema(required = true, examples = "linux") String submitterPlatform,
        @Nullable Map<String, Object> storage,
        @Schema(format = "uuid") @Nullable String workerTag,

        @Schema(enumeration = {"queued", "paused"}) @Nullable
        String initialStatus) {}
