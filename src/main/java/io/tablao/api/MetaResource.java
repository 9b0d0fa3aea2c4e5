// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this farm is. */
@Path("/api/v3")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "meta")
@NonBlocking
public class MetaResource {

    /** @param shortversion without what a build adds to it */
    @Schema(name = "FlamencoVersion")
    record Version(String version, String shortversion, String name, String git) {}

    /** @param storageLocation the folder for jobs' files that submitters and workers share */
    @Schema(name = "ManagerConfiguration")
    record Configuration(
            @JsonProperty("storageLocation") String storageLocation,
            @JsonProperty("shamanEnabled") boolean shamanEnabled,
            @JsonProperty("isFirstRun") boolean isFirstRun) {}

    private final ApiConfig config;
    private final String version;
    private final String dataDir;

    @Inject
    MetaResource(
            ApiConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "tablao.data-dir", defaultValue = "data") String dataDir) {
        this.config = config;
        this.version = version;
        this.dataDir = dataDir;
    }

    @GET
    @Path("version")
    @Operation(operationId = "getVersion", summary = "The version of this farm's program")
    public Version version() {
        int build = version.indexOf('-');
        String released = build < 0 ? version : version.substring(0, build);
        return new Version(version, released, config.farmName(), version);
    }

    @GET
    @Path("configuration")
    @Operation(operationId = "getConfiguration", summary = "What a submitter needs to know of this farm")
    public Configuration configuration() {
        String storage = config.storageLocation()
                .orElseGet(() -> java.nio.file.Path.of(dataDir, "storage")
                        .toAbsolutePath()
                        .toString());
        return new Configuration(storage, false, false);
    }
}
