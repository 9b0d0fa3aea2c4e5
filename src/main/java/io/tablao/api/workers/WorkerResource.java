// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Decisions;
import io.tablao.api.Ids;
import io.tablao.api.RequestFields;
import io.tablao.event.WorkerCommand;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import io.tablao.readmodel.SleepScheduleQueries;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.WorkerQueries;
import io.tablao.readmodel.WorkerRow;
import io.tablao.readmodel.WorkerTagQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One worker: looked at, and told what to do. */
@Path("/api/v3/worker-mgt/workers/{worker_id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "worker-mgt")
public class WorkerResource {

    /** The shape of a request for tags, for the OpenAPI document. */
    @Schema(name = "WorkerTagChangeRequest")
    record TagChange(
            @Schema(name = "tag_ids", required = true) List<String> tagIds) {}

    private final Decisions decisions;
    private final WorkerQueries workers;
    private final TaskQueries tasks;
    private final WorkerTagQueries tags;
    private final SleepScheduleQueries schedules;

    @Inject
    WorkerResource(
            Decisions decisions,
            WorkerQueries workers,
            TaskQueries tasks,
            WorkerTagQueries tags,
            SleepScheduleQueries schedules) {
        this.decisions = decisions;
        this.workers = workers;
        this.tasks = tasks;
        this.tags = tags;
        this.schedules = schedules;
    }

    @GET
    @Operation(operationId = "fetchWorker", summary = "One worker, and what it runs or ran last")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = WorkerView.class)))
    public Uni<WorkerView> one(@RestPath("worker_id") String workerId) {
        WorkerId id = Ids.worker(workerId);
        return known(id)
                .chain(worker -> tasks.lastOf(id)
                        .chain(task ->
                                tags.byName(Set.of(worker.tags)).map(named -> WorkerView.of(worker, task, named))));
    }

    @DELETE
    @Operation(operationId = "deleteWorker", summary = "Forget a worker; its task goes back to the queue")
    @APIResponse(responseCode = "204", description = "It is forgotten; one that still lives may sign on as a new one")
    public Uni<Void> delete(@RestPath("worker_id") String workerId) {
        return decisions.carryOut(new WorkerCommand.DeleteWorker(Ids.worker(workerId)));
    }

    @POST
    @Path("setstatus")
    @Operation(operationId = "requestWorkerStatusChange", summary = "Ask a worker to change its status")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = RequestedChange.class)))
    @APIResponse(responseCode = "204", description = "It will, as soon as it can, or after its current task")
    @APIResponse(responseCode = "412", description = "The worker cannot restart by itself")
    public Uni<Void> setStatus(@RestPath("worker_id") String workerId, byte[] body) {
        WorkerId id = Ids.worker(workerId);
        RequestFields fields = RequestFields.read(body);
        WorkerStatus status = status(fields);
        boolean lazy = fields.requiredBool("is_lazy");
        fields.check();
        return decisions.carryOut(new WorkerCommand.RequestWorkerStatus(id, status, lazy));
    }

    @POST
    @Path("settags")
    @Operation(operationId = "setWorkerTags", summary = "Say which tags a worker carries")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TagChange.class)))
    @APIResponse(responseCode = "204", description = "It carries these, and no others")
    public Uni<Void> setTags(@RestPath("worker_id") String workerId, byte[] body) {
        WorkerId id = Ids.worker(workerId);
        RequestFields fields = RequestFields.read(body);
        Set<String> wanted = new TreeSet<>();
        for (String text : fields.requiredTextList("tag_ids")) {
            Ids.uuid(text)
                    .ifPresentOrElse(
                            uuid -> wanted.add(uuid.toString()),
                            () -> fields.problem("Field \"tag_ids\" must have UUIDs, not \"" + text + "\""));
        }
        fields.check();
        return tags.byName(wanted).chain(found -> {
            found.forEach(tag -> wanted.remove(tag.id));
            if (!wanted.isEmpty()) {
                throw ApiProblem.badRequest("There is no tag " + String.join(", ", wanted));
            }
            Set<String> ids = new TreeSet<>();
            found.forEach(tag -> ids.add(tag.id));
            return decisions.carryOut(new WorkerCommand.SetWorkerTags(id, ids));
        });
    }

    @GET
    @Path("sleep-schedule")
    @Operation(operationId = "fetchWorkerSleepSchedule", summary = "When a worker sleeps")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SleepScheduleView.class)))
    @APIResponse(responseCode = "204", description = "It has no sleep schedule")
    public Uni<Response> schedule(@RestPath("worker_id") String workerId) {
        WorkerId id = Ids.worker(workerId);
        return known(id)
                .chain(worker -> schedules.of(id))
                .map(found -> found.map(SleepScheduleView::of)
                        .map(schedule -> Response.ok(schedule).build())
                        .orElseGet(() -> Response.noContent().build()));
    }

    @POST
    @Path("sleep-schedule")
    @Operation(
            operationId = "setWorkerSleepSchedule",
            summary = "Say when a worker sleeps, in the time zone of the farm; it is followed at once")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SleepScheduleView.class)))
    @APIResponse(responseCode = "204", description = "The worker has it")
    public Uni<Void> setSchedule(@RestPath("worker_id") String workerId, byte[] body) {
        WorkerId id = Ids.worker(workerId);
        RequestFields fields = RequestFields.read(body);
        var schedule = SleepScheduleView.read(fields);
        fields.check();
        return decisions.carryOut(new WorkerCommand.SetSleepSchedule(
                id, schedule.orElseThrow(() -> new IllegalStateException("A schedule without a problem"))));
    }

    private Uni<WorkerRow> known(WorkerId id) {
        return workers.find(id).map(found -> found.orElseThrow(() -> ApiProblem.notFound("There is no worker " + id)));
    }

    private static WorkerStatus status(RequestFields fields) {
        String label = fields.requiredText("status");
        try {
            return label.isEmpty() ? WorkerStatus.AWAKE : WorkerStatus.of(label);
        } catch (IllegalArgumentException e) {
            fields.problem("Field \"status\" is unknown: \"" + label + "\"");
            return WorkerStatus.AWAKE;
        }
    }
}
