// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.ByteRange;
import io.tablao.api.PathLookup;
import io.tablao.model.TaskKey;
import io.tablao.readmodel.LogQueries;
import io.tablao.readmodel.LogQueries.AttemptSize;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * Logs of tasks, to be downloaded whole or in part. Flamenco moves the log of a task that is queued again to another name;
 * here each attempt has a name of its own from the beginning, so that a link to a log always means the same.
 */
@Path("/api/farm/v1")
@Tag(name = "farm")
public class TaskLogResource {

    /** @param attempt 0: what the scheduler says of the task */
    @JsonNaming(SnakeCaseStrategy.class)
    record AttemptLog(int attempt, long size, String url) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AttemptLogs(String url, long size, List<AttemptLog> attempts) {}

    /** What of which log is answered with. */
    private record Download(int status, Map<String, List<String>> headers, Multi<byte[]> bytes) {}

    private final PathLookup lookup;
    private final LogQueries logs;

    @Inject
    TaskLogResource(PathLookup lookup, LogQueries logs) {
        this.lookup = lookup;
        this.logs = logs;
    }

    @GET
    @Path("tasks/{task_id}/logs")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "taskLogs", summary = "The logs of a task, one for each attempt")
    public Uni<AttemptLogs> all(@RestPath("task_id") String taskId) {
        String url = "/api/farm/v1/tasks/" + taskId + "/log";
        return lookup.task(taskId)
                .chain(task -> logs.sizes(task.key()))
                .map(sizes -> new AttemptLogs(
                        url,
                        sizes.stream().mapToLong(AttemptSize::bytes).sum(),
                        sizes.stream()
                                .map(each -> new AttemptLog(each.attempt(), each.bytes(), url + "." + each.attempt()))
                                .toList()));
    }

    @GET
    @Path("tasks/{task_id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "taskLog", summary = "The whole log of a task, of all its attempts")
    @APIResponse(responseCode = "200", description = "All of it")
    @APIResponse(responseCode = "206", description = "The part that was asked for")
    @APIResponse(responseCode = "304", description = "Nothing was added")
    @APIResponse(responseCode = "416", description = "It is not so long")
    public RestMulti<byte[]> whole(
            @RestPath("task_id") String taskId,
            @RestHeader("Range") @Nullable String range,
            @RestHeader("If-Range") @Nullable String ifRange,
            @RestHeader("If-None-Match") @Nullable String known) {
        return download(taskId, LogQueries.ALL, range, ifRange, known);
    }

    @GET
    @Path("tasks/{task_id}/log.{attempt: \\d{1,9}}")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "taskAttemptLog", summary = "The log of one attempt of a task")
    @APIResponse(responseCode = "200", description = "All of it")
    @APIResponse(responseCode = "206", description = "The part that was asked for")
    @APIResponse(responseCode = "304", description = "Nothing was added")
    @APIResponse(responseCode = "404", description = "There is no such log")
    @APIResponse(responseCode = "416", description = "It is not so long")
    public RestMulti<byte[]> ofAttempt(
            @RestPath("task_id") String taskId,
            @RestPath int attempt,
            @RestHeader("Range") @Nullable String range,
            @RestHeader("If-Range") @Nullable String ifRange,
            @RestHeader("If-None-Match") @Nullable String known) {
        return download(taskId, attempt, range, ifRange, known);
    }

    private RestMulti<byte[]> download(
            String taskId, int attempt, @Nullable String range, @Nullable String ifRange, @Nullable String known) {
        Uni<Download> download = lookup.task(taskId)
                .chain(task -> logs.sizes(task.key())
                        .map(sizes ->
                                download(task.key(), attempt, size(sizes, attempt, taskId), range, ifRange, known)));
        return RestMulti.fromUniResponse(download, Download::bytes, Download::headers, Download::status);
    }

    private static long size(List<AttemptSize> sizes, int attempt, String taskId) {
        if (attempt == LogQueries.ALL) {
            return sizes.stream().mapToLong(AttemptSize::bytes).sum();
        }
        return sizes.stream()
                .filter(each -> each.attempt() == attempt)
                .mapToLong(AttemptSize::bytes)
                .findFirst()
                .orElseThrow(() -> ApiProblem.notFound("Task " + taskId + " has no log of an attempt " + attempt));
    }

    private Download download(
            TaskKey task,
            int attempt,
            long size,
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String known) {
        // Nothing but more is ever added.
        String etag = "\"" + size + "\"";
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("ETag", List.of(etag));
        headers.put("Cache-Control", List.of("no-cache"));
        headers.put("Accept-Ranges", List.of("bytes"));
        if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
            return new Download(304, headers, Multi.createFrom().empty());
        }
        boolean part = ifRange == null || ifRange.strip().equals(etag);
        return switch (ByteRange.read(part ? range : null, size)) {
            case ByteRange.Asked.Nothing nothing ->
                throw ApiProblem.nothingMatches("The log has " + size + " bytes, and none where you asked for some");
            case ByteRange.Asked.Part(ByteRange bytes) -> {
                headers.put("Content-Range", List.of("bytes " + bytes.first() + "-" + bytes.last() + "/" + size));
                headers.put("Content-Length", List.of(Long.toString(bytes.length())));
                // A part of the log, not of what it would be compressed.
                headers.put("Content-Encoding", List.of("identity"));
                yield new Download(206, headers, new TaskLogStream(logs, task, attempt, bytes).bytes());
            }
            case ByteRange.Asked.Everything all -> {
                headers.put("Content-Length", List.of(Long.toString(size)));
                yield new Download(
                        200,
                        headers,
                        size == 0
                                ? Multi.createFrom().empty()
                                : new TaskLogStream(logs, task, attempt, new ByteRange(0, size - 1)).bytes());
            }
        };
    }
}
