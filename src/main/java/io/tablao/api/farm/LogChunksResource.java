// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.PathLookup;
import io.tablao.readmodel.LogQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The log of a task for whoever reads along while it is written. */
@Path("/api/farm/v1/tasks/{task_id}/log-chunks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class LogChunksResource {

    private static final int MOST = 32;

    /** @param more whether there are more already: ask for those after the last one's position */
    @Schema(name = "LogChunks")
    record Chunks(List<Chunk> chunks, boolean more) {}

    @Schema(name = "TaskLogChunk")
    record Chunk(long position, int attempt, String text) {}

    private final PathLookup lookup;
    private final LogQueries logs;

    @Inject
    LogChunksResource(PathLookup lookup, LogQueries logs) {
        this.lookup = lookup;
        this.logs = logs;
    }

    /** @param after position of the last chunk that was read; left out: from the beginning */
    @GET
    @Operation(operationId = "taskLogChunks", summary = "What a task has printed since, of all its attempts")
    public Uni<Chunks> after(@RestPath("task_id") String taskId, @RestQuery @Nullable String after) {
        long from = position(after) + 1;
        return lookup.task(taskId)
                .chain(task -> logs.chunks(task.key(), LogQueries.ALL, from, MOST + 1))
                .map(found -> new Chunks(
                        found.stream()
                                .limit(MOST)
                                .map(chunk -> new Chunk(chunk.position(), chunk.attempt(), chunk.text()))
                                .toList(),
                        found.size() > MOST));
    }

    private static long position(@Nullable String after) {
        if (after == null || after.isBlank()) {
            return -1;
        }
        try {
            return Long.parseLong(after.strip());
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest("Parameter \"after\" must be a chunk's position, not \"" + after + "\"");
        }
    }
}
