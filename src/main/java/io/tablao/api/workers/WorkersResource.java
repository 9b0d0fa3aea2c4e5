// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Ids;
import io.tablao.model.WorkerId;
import io.tablao.readmodel.TaskQueries;
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
import org.jboss.resteasy.reactive.RestPath;

/** Workers, as people look at them. */
@Path("/api/v3/worker-mgt/workers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "worker-mgt")
public class WorkersResource {

    @Schema(name = "WorkerSummary")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record WorkerSummary(String id, String name, String status, Instant lastSeen, String version, boolean canRestart) {

        static WorkerSummary of(WorkerRow worker) {
            return new WorkerSummary(
                    worker.id.toString(),
                    worker.name,
                    worker.status.toString(),
                    worker.lastSeen,
                    worker.software,
                    false);
        }
    }

    @Schema(name = "WorkerList")
    record Workers(List<WorkerSummary> workers) {}

    private final WorkerQueries workers;
    private final TaskQueries tasks;

    @Inject
    WorkersResource(WorkerQueries workers, TaskQueries tasks) {
        this.workers = workers;
        this.tasks = tasks;
    }

    @GET
    @Operation(operationId = "fetchWorkers", summary = "All workers that have ever signed on")
    public Uni<Workers> all() {
        return workers.byName()
                .map(rows -> new Workers(rows.stream().map(WorkerSummary::of).toList()));
    }

    @GET
    @Path("{worker_id}")
    @Operation(operationId = "fetchWorker", summary = "One worker, and what it runs or ran last")
    public Uni<WorkerView> one(@RestPath("worker_id") String workerId) {
        WorkerId id = Ids.worker(workerId);
        return workers.find(id)
                .map(found -> found.orElseThrow(() -> ApiProblem.notFound("There is no worker " + id)))
                .chain(worker -> tasks.lastOf(id).map(task -> WorkerView.of(worker, task)));
    }
}
