// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import io.smallrye.mutiny.Uni;
import io.tablao.readmodel.FarmCounts;
import io.tablao.readmodel.FarmCountsQuery;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the farm is doing, in one word. */
@Path("/api/v3/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "meta")
public class FarmStatusResource {

    @Schema(name = "FarmStatusReport")
    record Report(
            @Schema(
                    required = true,
                    enumeration = {"active", "idle", "waiting", "asleep", "inoperative", "unknown", "starting"})
            String status) {}

    private final FarmCountsQuery counts;

    @Inject
    FarmStatusResource(FarmCountsQuery counts) {
        this.counts = counts;
    }

    @GET
    @Operation(operationId = "getFarmStatus", summary = "Whether the farm works, could, or cannot")
    public Uni<Report> status() {
        return counts.now().map(now -> new Report(word(now)));
    }

    /** Flamenco: workers that are awake make a farm work; while all sleep, work waits; with none it cannot be done at all. */
    static String word(FarmCounts now) {
        boolean work = now.unfinishedJobs() > 0;
        if (now.awakeWorkers() > 0) {
            return work ? "active" : "idle";
        }
        if (now.asleepWorkers() > 0) {
            return work ? "waiting" : "asleep";
        }
        return now.startingWorkers() > 0 ? "starting" : "inoperative";
    }
}
