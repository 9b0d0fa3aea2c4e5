// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
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
import org.jspecify.annotations.Nullable;

/** What any job has rendered last. */
@Path("/api/v3/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class LastRenderedResource {

    private final PreviewQueries previews;

    @Inject
    LastRenderedResource(PreviewQueries previews) {
        this.previews = previews;
    }

    @GET
    @Path("last-rendered")
    @Operation(
            operationId = "fetchGlobalLastRenderedInfo",
            summary = "Where the images are that any job has rendered last")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LastRendered.class)))
    @APIResponse(responseCode = "204", description = "None has rendered any yet")
    public Uni<@Nullable LastRendered> ofAll() {
        return previews.newest()
                .map(job -> job.map(id -> LastRendered.of(new JobId(id))).orElse(null));
    }
}
