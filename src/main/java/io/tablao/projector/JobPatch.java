// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one round changes of a job's own columns; null leaves a column as it is. */
final class JobPatch {

    /** @param id null: none */
    record Tag(@Nullable String id) {}

    final JobId job;
    Instant updated;

    @Nullable
    JobStatus status;

    @Nullable
    String activity;

    @Nullable
    Integer priority;

    @Nullable
    Tag workerTag;

    @Nullable
    String settings;

    @Nullable
    String metadata;

    @Nullable
    String scriptHash;

    @Nullable
    Instant deleteRequested;

    JobPatch(JobId job, Instant updated) {
        this.job = job;
        this.updated = updated;
    }

    void status(JobStatus to, String why) {
        status = to;
        activity = why;
    }
}
