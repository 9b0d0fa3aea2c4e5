// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.PathLookup;
import io.tablao.readmodel.PreviewQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What a job has rendered last. */
@Path("/api/v3/jobs/{job_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobLastRenderedResource {

    private final PathLookup lookup;
    private final PreviewQueries previews;

    @Inject
    JobLastRenderedResource(PathLookup lookup, PreviewQueries previews) {
        this.lookup = lookup;
        this.previews = previews;
    }

    @GET
    @Path("last-rendered")
    @Operation(operationId = "fetchJobLastRenderedInfo", summary = "Where the images are that a job has rendered last")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LastRendered.class)))
    @APIResponse(responseCode = "204", description = "It has rendered none yet")
    public Uni<@Nullable LastRendered> ofJob(@RestPath("job_id") String jobId) {
        return lookup.job(jobId)
                .chain(job -> previews.produced(job.jobId())
                        .map(produced -> produced.isPresent() ? LastRendered.of(job.jobId()) : null));
    }
}
