// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.JobSubmission;
import java.time.Instant;

/** Asks the compiler to run the script of a registered job. Running it twice gives the same tasks. */
public record SubmitJob(JobId job, JobSubmission submission, Instant created) implements Message {
    @Override
    public String key() {
        return job.toString();
    }
}
