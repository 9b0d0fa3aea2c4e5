// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.model.Audience;
import io.tablao.model.FarmSetup;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What is set for the farm: as a file, and as submitters and workers of a platform see it. */
@Path("/api/v3/configuration")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "meta")
public class ConfigurationResource {

    private static final String YAML = "application/yaml";

    /** @param storageLocation the folder for jobs' files that submitters and workers share */
    @Schema(name = "ManagerConfiguration")
    record Configuration(
            @JsonProperty("storageLocation") String storageLocation,
            @JsonProperty("shamanEnabled") boolean shamanEnabled,
            @JsonProperty("isFirstRun") boolean isFirstRun) {}

    /** @param is_twoway named as in Flamenco */
    @Schema(name = "ManagerVariable")
    record Variable(String value, boolean is_twoway) {}

    @Schema(name = "SharedStorageLocation")
    record SharedStorage(String location, String audience, String platform, boolean shamanEnabled) {}

    private final FarmSettingsDesk desk;

    @Inject
    ConfigurationResource(FarmSettingsDesk desk) {
        this.desk = desk;
    }

    @GET
    @Operation(operationId = "getConfiguration", summary = "What a submitter needs to know of this farm")
    public Uni<Configuration> configuration() {
        return desk.lastKnown().map(current -> {
            FarmSetup setup = desk.setup(current);
            return new Configuration(setup.sharedStorage(), setup.shaman(), desk.isFirstRun(current));
        });
    }

    @GET
    @Path("variables/{audience}/{platform}")
    @Operation(operationId = "getVariables", summary = "The variables as somebody on that platform sees them")
    @APIResponse(responseCode = "200", description = "By name")
    public Uni<Map<String, Variable>> variables(@RestPath String audience, @RestPath String platform) {
        Audience whom = audience(audience);
        return desk.setup().map(farm -> {
            Map<String, Variable> seen = new TreeMap<>();
            farm.variables()
                    .values(whom, platform(platform, farm))
                    .forEach((name, value) ->
                            seen.put(name, new Variable(value, farm.variables().isTwoWay(name))));
            return seen;
        });
    }

    @GET
    @Path("shared-storage/{audience}/{platform}")
    @Operation(
            operationId = "getSharedStorage",
            summary = "Where the folder for jobs' files is, as somebody on that platform sees it")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SharedStorage.class)))
    public Uni<SharedStorage> sharedStorage(@RestPath String audience, @RestPath String platform) {
        Audience whom = audience(audience);
        return desk.setup().map(farm -> {
            String seenFrom = platform(platform, farm);
            String location = farm.variables().seenBy(whom, seenFrom, farm.sharedStorage(), farm.platform());
            return new SharedStorage(location, audience, seenFrom, farm.shaman());
        });
    }

    @GET
    @Path("file")
    @Produces({MediaType.APPLICATION_JSON, YAML})
    @Operation(operationId = "getConfigurationFile", summary = "The configuration, as JSON or as YAML")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(type = SchemaType.OBJECT)),
                @Content(mediaType = YAML, schema = @Schema(implementation = String.class))
            })
    public Uni<Response> file(@HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept) {
        boolean yaml = accept != null && accept.toLowerCase(Locale.ROOT).contains("yaml");
        return desk.current().map(current -> {
            ObjectNode file = SettingsWriter.write(current.settings(), desk.setup(current));
            return yaml
                    ? Response.ok(yaml(file), YAML).build()
                    : Response.ok(file, MediaType.APPLICATION_JSON).build();
        });
    }

    @PUT
    @Path("file")
    @Consumes({MediaType.APPLICATION_JSON, YAML, "application/x-yaml", "text/yaml"})
    @Operation(
            operationId = "updateConfigurationFile",
            summary = "Set the whole configuration anew; what the file does not say is as the processes are configured")
    @RequestBody(required = true, content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    @APIResponse(responseCode = "204", description = "It is set, for all processes of the farm")
    @APIResponse(responseCode = "400", description = "All that is wrong with it, with its places; nothing is changed")
    public Uni<Void> update(@HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, byte[] body) {
        SettingsReader.Read read = read(type, body);
        return desk.replace(read.settings());
    }

    static SettingsReader.Read read(@Nullable String type, byte[] body) {
        if (body.length > SettingsReader.LARGEST) {
            throw ApiProblem.tooLarge("A configuration may have at most " + SettingsReader.LARGEST / 1_000 + " kB");
        }
        boolean yaml = type != null && type.toLowerCase(Locale.ROOT).contains("yaml");
        return SettingsReader.read(yaml ? SettingsFile.ofYaml(body) : SettingsFile.ofJson(body));
    }

    static String yaml(ObjectNode file) {
        try {
            return SettingsFile.YAML.writeValueAsString(file);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("What is read as JSON can be written as YAML", e);
        }
    }

    private static Audience audience(String label) {
        return switch (label) {
            case "users" -> Audience.USERS;
            case "workers" -> Audience.WORKERS;
            default -> throw ApiProblem.badRequest("The audience must be users or workers, not \"" + label + "\"");
        };
    }

    private static String platform(String label, FarmSetup farm) {
        return farm.platformOf(label.toLowerCase(Locale.ROOT));
    }
}
