// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Ids;
import io.tablao.api.PathLookup;
import io.tablao.api.QueryNumber;
import io.tablao.model.TaskId;
import io.tablao.readmodel.HistoryQueries;
import io.tablao.readmodel.JobRow;
import io.tablao.readmodel.TaskQueries;
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

/** What has happened to a job, event by event. */
@Path("/api/farm/v1/jobs/{job_id}/history")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class HistoryResource {

    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    /**
     * @param dropped how many events of single tasks, the oldest, are no longer kept
     * @param more whether there are more: ask for those after the last one's position
     */
    @Schema(name = "JobHistory")
    @JsonNaming(SnakeCaseStrategy.class)
    record History(List<HistoryEntry> events, long dropped, boolean more) {}

    private final PathLookup lookup;
    private final HistoryQueries history;
    private final TaskQueries tasks;

    @Inject
    HistoryResource(PathLookup lookup, HistoryQueries history, TaskQueries tasks) {
        this.lookup = lookup;
        this.history = history;
        this.tasks = tasks;
    }

    /**
     * @param after position of an event; those that happened later are listed
     * @param task index, id or name of a task, to list what happened to it
     */
    @GET
    @Operation(operationId = "jobHistory", summary = "Every event of a job, in order, with who caused it")
    public Uni<History> history(
            @RestPath("job_id") String jobId,
            @RestQuery @Nullable String after,
            @RestQuery @Nullable String limit,
            @RestQuery @Nullable String task) {
        long from = position(after);
        int most = QueryNumber.of("limit", limit, 1, MOST, USUAL);
        return lookup.job(jobId)
                .chain(job -> index(job, task)
                        .chain(index -> history.page(job.jobId(), from, index, most + 1))
                        .map(found -> new History(
                                found.stream()
                                        .limit(most)
                                        .map(entry -> HistoryEntry.of(job.jobId(), entry))
                                        .toList(),
                                job.historyDropped,
                                found.size() > most)));
    }

    private static long position(@Nullable String after) {
        if (after == null || after.isBlank()) {
            return -1;
        }
        try {
            return Long.parseLong(after.strip());
        } catch (NumberFormatException e) {
            throw ApiProblem.badRequest("Parameter \"after\" must be an event's position, not \"" + after + "\"");
        }
    }

    private Uni<Integer> index(JobRow job, @Nullable String task) {
        if (task == null || task.isBlank()) {
            return Uni.createFrom().item(HistoryQueries.EVERY_TASK);
        }
        if (task.chars().allMatch(Character::isDigit) && task.length() < 10) {
            return Uni.createFrom().item(Integer.parseInt(task));
        }
        var unknown = ApiProblem.notFound("Job " + job.name + " has no task \"" + task + "\"");
        return Ids.uuid(task)
                .map(id -> tasks.find(new TaskId(id))
                        .map(found -> found.filter(row -> row.jobId.equals(job.id))
                                .map(row -> row.index)
                                .orElseThrow(() -> unknown)))
                .orElseGet(() -> history.taskNamed(job.jobId(), task).map(found -> found.orElseThrow(() -> unknown)));
    }
}
