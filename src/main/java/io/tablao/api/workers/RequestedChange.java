// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.readmodel.WorkerRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The status that a worker is to go to. Flamenco: {@code WorkerStatusChangeRequest}.
 *
 * @param isLazy whether it may end its current task first
 */
@Schema(name = "WorkerStatusChangeRequest")
@JsonNaming(SnakeCaseStrategy.class)
record RequestedChange(
        @Schema(
                required = true,
                enumeration = {"awake", "asleep", "offline", "restart"})
        String status,

        @Schema(required = true) boolean isLazy) {

    static @Nullable RequestedChange of(WorkerRow worker) {
        return worker.statusRequested == null
                ? null
                : new RequestedChange(worker.statusRequested.toString(), worker.statusLazy);
    }
}
