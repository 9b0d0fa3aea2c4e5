// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.Decisions;
import io.tablao.api.Ids;
import io.tablao.api.PathLookup;
import io.tablao.api.QueryNumber;
import io.tablao.api.RequestFields;
import io.tablao.event.JobCommand.UnblockWorkers;
import io.tablao.model.JobId;
import io.tablao.model.WorkerId;
import io.tablao.readmodel.JobQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What belongs to one job: its tasks, its blocklist. */
@Path("/api/v3/jobs/{job_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobPartsResource {

    private static final int MOST_TASKS = 100_000;

    @Schema(name = "JobTasksSummary")
    record Tasks(List<TaskSummary> tasks) {}

    /** A worker that runs no tasks of a type for the job any more. */
    @Schema(name = "JobBlocklistEntry")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record BlocklistEntry(
            String workerId, String taskType, @Nullable String workerName) {}

    private final PathLookup lookup;
    private final JobTasks tasks;
    private final JobQueries jobs;
    private final Decisions decisions;

    @Inject
    JobPartsResource(PathLookup lookup, JobTasks tasks, JobQueries jobs, Decisions decisions) {
        this.lookup = lookup;
        this.tasks = tasks;
        this.jobs = jobs;
        this.decisions = decisions;
    }

    /**
     * @param from our own: index of the first task to list
     * @param limit our own: at most so many
     */
    @GET
    @Path("tasks")
    @Operation(operationId = "fetchJobTasks", summary = "The tasks of a job, in the order of its script")
    public Uni<Tasks> tasks(
            @RestPath("job_id") String jobId, @RestQuery @Nullable String from, @RestQuery @Nullable String limit) {
        int first = QueryNumber.of("from", from, 0, Integer.MAX_VALUE, 0);
        int most = QueryNumber.of("limit", limit, 1, MOST_TASKS, MOST_TASKS);
        return lookup.job(jobId)
                .chain(job -> tasks.list(job.jobId(), first, most))
                .map(Tasks::new);
    }

    @GET
    @Path("blocklist")
    @Operation(operationId = "fetchJobBlocklist", summary = "Workers that run no tasks of a type for the job any more")
    public Uni<List<BlocklistEntry>> blocklist(@RestPath("job_id") String jobId) {
        return lookup.job(jobId)
                .chain(job -> jobs.blocklist(job.jobId()))
                .map(blocked -> blocked.stream()
                        .map(each -> new BlocklistEntry(each.worker().toString(), each.taskType(), each.workerName()))
                        .toList());
    }

    /** What is not on the blocklist is passed over. */
    @DELETE
    @Path("blocklist")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "removeJobBlocklist", summary = "Let workers run tasks of a type for the job again")
    @RequestBody(
            required = true,
            content = @Content(schema = @Schema(type = SchemaType.ARRAY, implementation = BlocklistEntry.class)))
    @APIResponse(responseCode = "204", description = "They are off the list")
    public Uni<Void> unblock(@RestPath("job_id") String jobId, byte[] body) {
        JobId id = Ids.job(jobId);
        Map<WorkerId, Set<String>> taskTypes = new HashMap<>();
        for (var entry : RequestFields.readList(body)) {
            String worker = entry.requiredText("worker_id");
            String taskType = entry.requiredText("task_type");
            entry.check();
            taskTypes
                    .computeIfAbsent(Ids.worker(worker), key -> new HashSet<>())
                    .add(taskType);
        }
        return decisions.carryOut(new UnblockWorkers(id, taskTypes));
    }
}
