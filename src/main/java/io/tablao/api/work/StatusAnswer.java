// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tablao.model.WorkerStatus;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a worker is to go. */
@Schema(name = "WorkerStateChange")
record StatusAnswer(
        @JsonProperty("status_requested") @Schema(name = "status_requested")
        String statusRequested) {

    static StatusAnswer of(WorkerStatus status) {
        return new StatusAnswer(status.toString());
    }
}
