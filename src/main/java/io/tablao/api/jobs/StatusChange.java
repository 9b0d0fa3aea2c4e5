// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shape of a request for another status, for the OpenAPI document. */
@Schema(name = "JobStatusChange")
record StatusChange(
        @Schema(
                required = true,
                enumeration = {"cancel-requested", "pause-requested", "queued", "requeueing"})
        String status,

        @Schema(description = "Shown with the job") String reason) {}
