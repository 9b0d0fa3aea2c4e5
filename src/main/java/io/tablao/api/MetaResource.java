// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.NonBlocking;
import io.tablao.storage.SharedStorage;
import io.tablao.storage.StorageConfig;
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
    private final SharedStorage storage;
    private final StorageConfig storageConfig;

    @Inject
    MetaResource(
            ApiConfig config,
            SharedStorage storage,
            StorageConfig storageConfig,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.version = version;
        this.storage = storage;
        this.storageConfig = storageConfig;
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
        return new Configuration(
                storage.location().toString(), storageConfig.shaman().enabled(), false);
    }
}
