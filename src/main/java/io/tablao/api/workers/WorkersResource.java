// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.readmodel.WorkerQueries;
import io.tablao.readmodel.WorkerRow;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** All workers, as people look at them. */
@Path("/api/v3/worker-mgt/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "worker-mgt")
public class WorkersResource {

    @Schema(name = "WorkerSummary")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record WorkerSummary(
            String id,
            String name,
            String status,
            @Nullable RequestedChange statusChange,
            Instant lastSeen,
            String version,
            boolean canRestart) {

        static WorkerSummary of(WorkerRow worker) {
            return new WorkerSummary(
                    worker.id.toString(),
                    worker.name,
                    worker.status.toString(),
                    RequestedChange.of(worker),
                    worker.lastSeen,
                    worker.software,
                    worker.canRestart);
        }
    }

    @Schema(name = "WorkerList")
    record Workers(List<WorkerSummary> workers) {}

    private final WorkerQueries workers;

    @Inject
    WorkersResource(WorkerQueries workers) {
        this.workers = workers;
    }

    @GET
    @Operation(operationId = "fetchWorkers", summary = "All workers that are known")
    public Uni<Workers> all() {
        return workers.byName()
                .map(rows -> new Workers(rows.stream().map(WorkerSummary::of).toList()));
    }
}
