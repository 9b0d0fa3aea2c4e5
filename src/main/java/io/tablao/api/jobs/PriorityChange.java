// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The shape of a request for another priority, for the OpenAPI document. */
@Schema(name = "JobPriorityChange")
record PriorityChange(
        @Schema(required = true, minimum = "0", maximum = "100")
        int priority) {}
