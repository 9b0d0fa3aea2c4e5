// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.Decisions;
import io.tablao.api.PathLookup;
import io.tablao.api.RequestFields;
import io.tablao.event.JobCommand.RequestTaskStatus;
import io.tablao.model.TaskStatus;
import io.tablao.readmodel.LogQueries;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.TaskRow;
import io.tablao.readmodel.WorkerQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** One task: looked at, changed, and its log. */
@Path("/api/v3/tasks/{task_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class TasksResource {

    private static final long TAIL = 8 * 1024;

    /**
     * @param url where the whole log is, as a path of this server
     * @param size in bytes
     */
    @Schema(name = "TaskLogInfo")
    @JsonNaming(SnakeCaseStrategy.class)
    record LogInfo(String taskId, String jobId, String url, long size) {}

    private final PathLookup lookup;
    private final TaskQueries tasks;
    private final WorkerQueries workers;
    private final LogQueries logs;
    private final Decisions decisions;

    @Inject
    TasksResource(PathLookup lookup, TaskQueries tasks, WorkerQueries workers, LogQueries logs, Decisions decisions) {
        this.lookup = lookup;
        this.tasks = tasks;
        this.workers = workers;
        this.logs = logs;
        this.decisions = decisions;
    }

    @GET
    @Operation(operationId = "fetchTask", summary = "One task")
    public Uni<TaskView> one(@RestPath("task_id") String taskId) {
        return lookup.task(taskId)
                .chain(task -> tasks.definition(task.key())
                        .map(definition -> definition.map(row -> row.commands).orElse("[]"))
                        .chain(commands -> view(task, commands)));
    }

    @POST
    @Path("setstatus")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "setTaskStatus", summary = "Ask for another status: queue, pause or cancel a single task")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TaskStatusChange.class)))
    @APIResponse(responseCode = "204", description = "The task has it")
    @APIResponse(responseCode = "422", description = "It does not go with the task's present status")
    public Uni<Void> setStatus(@RestPath("task_id") String taskId, byte[] body) {
        RequestFields fields = RequestFields.read(body);
        TaskStatus status = status(fields);
        String reason = fields.reason();
        fields.check();
        return lookup.task(taskId).chain(task -> decisions.carryOut(new RequestTaskStatus(task.key(), status, reason)));
    }

    private static TaskStatus status(RequestFields fields) {
        String label = fields.requiredText("status");
        try {
            return label.isEmpty() ? TaskStatus.QUEUED : TaskStatus.of(label);
        } catch (IllegalArgumentException e) {
            fields.problem("Field \"status\" is unknown: \"" + label + "\"");
            return TaskStatus.QUEUED;
        }
    }

    private Uni<TaskView> view(TaskRow task, String commands) {
        return worker(task.workerId)
                .chain(worker -> tasks.failures(task.key())
                        .map(failures -> TaskView.of(
                                task,
                                commands,
                                worker.worker(),
                                failures.stream()
                                        .map(each -> TaskWorker.of(each.worker(), each.workerName()))
                                        .toList())));
    }

    /** A task's worker, if it has one. */
    private record Assigned(@Nullable TaskWorker worker) {}

    private Uni<Assigned> worker(@Nullable UUID id) {
        return id == null
                ? Uni.createFrom().item(new Assigned(null))
                : workers.names(Set.of(id)).map(names -> new Assigned(TaskWorker.of(id, names)));
    }

    /** Without content while there is no log. */
    @GET
    @Path("logtail")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(operationId = "fetchTaskLogTail", summary = "The last lines of a task's log")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "204", description = "There is no log yet")
    public Uni<@Nullable String> logTail(@RestPath("task_id") String taskId) {
        return lookup.task(taskId).chain(task -> logs.tail(task.key(), TAIL)).map(LastLines::of);
    }

    @GET
    @Path("log")
    @Operation(operationId = "fetchTaskLogInfo", summary = "Where a task's whole log is, and how large")
    @APIResponse(responseCode = "200")
    @APIResponse(responseCode = "204", description = "There is no log yet")
    public Uni<@Nullable LogInfo> logInfo(@RestPath("task_id") String taskId) {
        return lookup.task(taskId)
                .chain(task -> logs.size(task.key()).map(size -> size == 0 ? null : info(task, size)));
    }

    private static LogInfo info(TaskRow task, long size) {
        return new LogInfo(task.id.toString(), task.jobId.toString(), "/api/farm/v1/tasks/" + task.id + "/log", size);
    }
}
