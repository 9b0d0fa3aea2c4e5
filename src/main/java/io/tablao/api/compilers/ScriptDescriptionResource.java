// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import io.smallrye.mutiny.Uni;
import io.tablao.api.RequestFields;
import io.tablao.api.TrialDesk;
import io.tablao.compiler.JobType;
import io.tablao.compiler.ScriptDescriber;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What job type a script would be, for whoever is writing it. */
@Path("/api/farm/v1/describe")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "compilers")
public class ScriptDescriptionResource {

    /** The shape of the request, for the OpenAPI document. */
    @Schema(name = "ScriptToDescribe")
    record Request(String script, Map<String, String> modules) {}

    private final TrialDesk desk;
    private final ScriptDescriber describer;

    @Inject
    ScriptDescriptionResource(TrialDesk desk, ScriptDescriber describer) {
        this.desk = desk;
        this.describer = describer;
    }

    /** Nothing of it is kept, and its compileJob is not called. */
    @POST
    @Operation(operationId = "describeScript", summary = "The label and settings that a script gives its job type")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Request.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JobType.class)))
    @APIResponse(responseCode = "400", content = @Content(schema = @Schema(implementation = ScriptError.class)))
    public Uni<Response> describe(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String script = fields.requiredText("script");
        Map<String, String> modules = fields.texts("modules");
        fields.check();
        return desk.carryOut(() -> switch (describer.describe(script, modules)) {
            case ScriptDescriber.Described described ->
                Response.ok(described.type()).build();
            case ScriptDescriber.Faulty faulty ->
                Response.status(Response.Status.BAD_REQUEST)
                        .entity(ScriptError.of(faulty.problem()))
                        .build();
        });
    }
}
