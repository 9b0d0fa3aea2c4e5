// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.api.PathLookup;
import io.tablao.readmodel.QueueQueries;
import io.tablao.readmodel.TaskQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What Tablao tells beyond Flamenco. */
@Path("/api/farm/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class FarmResource {

    @Schema(name = "Queues")
    record Queues(List<QueueView> queues) {}

    private final PathLookup lookup;
    private final TaskQueries tasks;
    private final QueueQueries queues;

    @Inject
    FarmResource(PathLookup lookup, TaskQueries tasks, QueueQueries queues) {
        this.lookup = lookup;
        this.tasks = tasks;
        this.queues = queues;
    }

    /** Cheap enough to be asked for every second. */
    @GET
    @Path("jobs/{job_id}/progress")
    @WithSession
    @Operation(operationId = "jobProgress", summary = "How far a job is, in numbers")
    public Uni<JobProgress> progress(@RestPath("job_id") String jobId) {
        return lookup.job(jobId)
                .chain(job -> tasks.count("jobId = ?1 and runnable = true", job.id)
                        .map(runnable -> JobProgress.of(job, runnable)));
    }

    @GET
    @Path("queues")
    @Operation(operationId = "queues", summary = "What waits and runs, by task type and tag")
    public Uni<Queues> queues() {
        return queues.all()
                .map(rows -> new Queues(rows.stream().map(QueueView::of).toList()));
    }
}
