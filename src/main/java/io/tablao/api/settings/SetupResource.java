// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tablao.api.RequestFields;
import io.tablao.model.Audience;
import io.tablao.model.FarmSettings;
import io.tablao.model.FarmVariable;
import io.tablao.model.FarmVariables;
import io.tablao.model.JsonText;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The first questions about a new farm: where jobs' files are to be, and where Blender is. */
@Path("/api/v3/configuration")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "meta")
public class SetupResource {

    @Schema(name = "PathCheckInput")
    record PathInput(@Schema(required = true) String path) {}

    /** The shape of what is saved, for the OpenAPI document. */
    @Schema(name = "SetupAssistantConfig")
    record Setup(
            @Schema(required = true) String storageLocation,
            @Schema(required = true) BlenderSearch.Found blenderExecutable) {}

    /** @param cause why it can be used, or cannot */
    @Schema(name = "PathCheckResult")
    @JsonNaming(SnakeCaseStrategy.class)
    record PathResult(String path, boolean isUsable, String cause) {}

    private final FarmSettingsDesk desk;

    @Inject
    SetupResource(FarmSettingsDesk desk) {
        this.desk = desk;
    }

    @POST
    @Path("check/shared-storage")
    @Blocking
    @Operation(operationId = "checkSharedStoragePath", summary = "Whether the farm could keep jobs' files there")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = PathInput.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PathResult.class)))
    public PathResult checkSharedStorage(byte[] body) {
        String path = path(body);
        StorageCheck.Verdict verdict = StorageCheck.of(path);
        return new PathResult(path, verdict.usable(), verdict.cause());
    }

    @GET
    @Path("check/blender")
    @Blocking
    @Operation(operationId = "findBlenderExePath", summary = "Where Blender is on the farm's own machine")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema =
                                    @Schema(
                                            name = "BlenderPathFindResult",
                                            implementation = BlenderSearch.Found[].class)))
    public List<BlenderSearch.Found> findBlender() {
        return BlenderSearch.everywhere();
    }

    @POST
    @Path("check/blender")
    @Blocking
    @Operation(operationId = "checkBlenderExePath", summary = "Whether that is a Blender which runs")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = PathInput.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BlenderSearch.Found.class)))
    public BlenderSearch.Found checkBlender(byte[] body) {
        return BlenderSearch.check(path(body));
    }

    @POST
    @Path("setup-assistant")
    @Operation(operationId = "saveSetupAssistantConfig", summary = "Set what the first questions were answered with")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Setup.class)))
    @APIResponse(responseCode = "204", description = "It is set, for all processes of the farm")
    public Uni<Void> save(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String storage = fields.requiredText("storageLocation");
        RequestFields blender = RequestFields.read(fields.object("blenderExecutable")
                .orElse(JsonText.EMPTY_OBJECT)
                .text()
                .getBytes(StandardCharsets.UTF_8));
        String source = blender.requiredText("source");
        String path = blender.text("path").map(String::strip).orElse("");
        String input = blender.text("input").map(String::strip).orElse("");
        if (!blender.requiredBool("is_usable")) {
            blender.problem("A Blender that cannot be used is not set: is_usable must be true");
        }
        String command = BlenderSearch.command(source, input, path);
        if (command.isEmpty()) {
            blender.problem("Field \"path\" of \"blenderExecutable\" is required");
        }
        fields.check();
        blender.check();
        String platform = desk.platform();
        return desk.change(settings ->
                settings.withSharedStorage(storage).withVariables(withBlender(settings, platform, command)));
    }

    /** For machines of the farm's own kind; what others run is as it was. */
    private static Map<String, FarmVariable> withBlender(FarmSettings settings, String platform, String command) {
        Map<String, FarmVariable> variables = new HashMap<>(settings.variables());
        FarmVariable before = Objects.requireNonNull(
                FarmVariables.DEFAULTS.with(settings.variables()).variables().get("blender"));
        List<FarmVariable.Value> values = new ArrayList<>(before.values());
        values.removeIf(value -> value.platform().equals(platform));
        values.add(new FarmVariable.Value(platform, Audience.ALL, command));
        variables.put("blender", new FarmVariable(before.twoWay(), values));
        return variables;
    }

    private static String path(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String path = fields.text("path").map(String::strip).orElse("");
        fields.check();
        return path;
    }
}
