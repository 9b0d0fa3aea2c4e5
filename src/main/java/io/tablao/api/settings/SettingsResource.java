// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The farm's settings one by one, where Flamenco knows its file as a whole alone. */
@Path("/api/farm/v1/settings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class SettingsResource {

    /**
     * @param revision goes up with each change; 0: nobody has set anything
     * @param set what people have set, with the keys of the configuration file
     * @param effective the same, with what everybody sees of what nobody has set
     */
    record Settings(long revision, ObjectNode set, ObjectNode effective) {}

    /** @param remarks a sentence on each key that is kept and not used */
    record Imported(List<String> remarks) {}

    private final FarmSettingsDesk desk;

    @Inject
    SettingsResource(FarmSettingsDesk desk) {
        this.desk = desk;
    }

    @GET
    @Operation(operationId = "fetchSettings", summary = "What is set for the farm")
    public Uni<Settings> all() {
        return desk.current()
                .map(current -> new Settings(
                        current.revision(),
                        SettingsWriter.write(current.settings()),
                        SettingsWriter.write(current.settings(), desk.setup(current))));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(
            operationId = "changeSettings",
            summary =
                    "Change some settings, as a JSON merge patch; null takes one back to what the processes are configured with")
    @APIResponse(responseCode = "204", description = "They are set, for all processes of the farm")
    @APIResponse(responseCode = "400", description = "All that is wrong with them; nothing is changed")
    @APIResponse(responseCode = "422", description = "Somebody else has changed them in the same moment")
    public Uni<Void> change(byte[] body) {
        ObjectNode patch = SettingsFile.ofJson(body).root();
        return desk.change(settings -> SettingsReader.read(
                        SettingsFile.of((ObjectNode) SettingsWriter.merged(SettingsWriter.write(settings), patch)))
                .settings());
    }

    @POST
    @Path("import")
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml"})
    @Operation(
            operationId = "importSettings",
            summary = "Set everything anew from a configuration file, and hear what of it is not used")
    @APIResponse(responseCode = "400", description = "All that is wrong with it, with its places; nothing is changed")
    public Uni<Imported> importFile(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, byte[] body) {
        SettingsReader.Read read = ConfigurationResource.read(type, body);
        return desk.replace(read.settings()).replaceWith(new Imported(read.remarks()));
    }
}
