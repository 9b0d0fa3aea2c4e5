// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shape of a request for another status of a task, for the OpenAPI document. */
@Schema(name = "TaskStatusChange")
record TaskStatusChange(
        @Schema(
                required = true,
                enumeration = {"queued", "paused", "canceled"})
        String status,

        @Schema(description = "Shown with the task") String reason) {}
