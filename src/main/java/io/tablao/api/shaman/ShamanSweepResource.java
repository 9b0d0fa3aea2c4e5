// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.shaman;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.RequestFields;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The store of uploaded files, cleared of what nobody uses. */
@Path("/api/farm/v1/shaman/gc")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class ShamanSweepResource {

    /** @param dryRun only tell how much would go */
    @Schema(name = "ShamanSweep")
    @JsonNaming(SnakeCaseStrategy.class)
    record Request(boolean dryRun) {}

    /**
     * @param files that no checkout uses and nobody has asked for lately
     * @param bytes that they have, together
     * @param kept files that stay
     */
    @Schema(name = "ShamanSweepResult")
    @JsonNaming(SnakeCaseStrategy.class)
    record Answer(boolean dryRun, long files, long bytes, long kept) {}

    private final ShamanSweeps sweeps;

    @Inject
    ShamanSweepResource(ShamanSweeps sweeps) {
        this.sweeps = sweeps;
    }

    @POST
    @Operation(operationId = "sweepShaman", summary = "Remove uploaded files that no job uses")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Request.class)))
    @APIResponse(responseCode = "200", description = "What was removed, or would be")
    @APIResponse(responseCode = "409", description = "That is being done already")
    public Uni<Answer> sweep(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        boolean dryRun = fields.flag("dry_run");
        fields.check();
        return sweeps.sweep(dryRun).map(result -> new Answer(dryRun, result.files(), result.bytes(), result.kept()));
    }
}
