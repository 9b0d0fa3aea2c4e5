// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a submitter asks for, checked by the api.
 *
 * @param type name of the job type, for instance {@code simple-blender-render}
 * @param typeEtag etag of the job type that the submitter saw; null: whichever is current
 * @param priority 0–100, higher first
 * @param settings a JSON object, as given by the submitter
 * @param submitterPlatform {@code linux}, {@code windows}, {@code darwin} or {@code manager}
 * @param storage a JSON object with the job's storage, such as its Shaman checkout; null: none
 * @param workerTag UUID of the tag that workers must carry; null: any worker will do
 * @param initialStatus {@link JobStatus#QUEUED} or {@link JobStatus#PAUSED}
 */
public record JobSubmission(
        String name,
        String type,
        @Nullable String typeEtag,
        int priority,
        JsonText settings,
        Map<String, String> metadata,
        String submitterPlatform,
        @Nullable JsonText storage,
        @Nullable String workerTag,
        JobStatus initialStatus) {

    public static final int DEFAULT_PRIORITY = 50;
    public static final int MAX_PRIORITY = 100;

    public JobSubmission {
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException("A job needs a name and a type");
        }
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException("A job's priority is between 0 and 100, not " + priority);
        }
        if (initialStatus != JobStatus.QUEUED && initialStatus != JobStatus.PAUSED) {
            throw new IllegalArgumentException("A job starts queued or paused, not " + initialStatus);
        }
        metadata = Map.copyOf(metadata);
    }

    public JobSubmission with(JsonText otherSettings, Map<String, String> otherMetadata) {
        return new JobSubmission(
                name,
                type,
                typeEtag,
                priority,
                otherSettings,
                otherMetadata,
                submitterPlatform,
                storage,
                workerTag,
                initialStatus);
    }
}
