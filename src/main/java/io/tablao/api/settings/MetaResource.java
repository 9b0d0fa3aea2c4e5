// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import io.smallrye.mutiny.Uni;
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
public class MetaResource {

    /** The version of Flamenco whose add-on and workers this farm serves; they look at it, and refuse or warn at another. */
    private static final String COMPATIBLE = "3.9";

    /** @param git our own version */
    @Schema(name = "FlamencoVersion")
    record Version(String version, String shortversion, String name, String git) {}

    private final FarmSettingsDesk desk;
    private final String version;

    @Inject
    MetaResource(FarmSettingsDesk desk, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.desk = desk;
        this.version = version;
    }

    @GET
    @Path("version")
    @Operation(operationId = "getVersion", summary = "The version of this farm's program")
    public Uni<Version> version() {
        return desk.setup().map(farm -> new Version(COMPATIBLE, COMPATIBLE, farm.name(), "tablao-" + version));
    }
}
