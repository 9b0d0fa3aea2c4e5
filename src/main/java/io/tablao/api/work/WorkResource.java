// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiConfig;
import io.tablao.api.CommandGateway;
import io.tablao.api.Ids;
import io.tablao.event.Answer;
import io.tablao.event.Caller;
import io.tablao.event.LogChunk;
import io.tablao.event.WorkerCommand;
import io.tablao.model.TaskId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;

/** A worker gets a task, and says how it goes. */
@Path("/api/v3/worker/task")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "worker_auth")
@Tag(name = "worker")
public class WorkResource {

    private static final Logger LOG = Logger.getLogger(WorkResource.class);

    /** Flamenco's contract: a worker that asks is not kept longer. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int LOCKED = 423;

    /** The shape of news of a task, for the OpenAPI document. */
    @Schema(name = "TaskUpdate")
    record Update(
            String taskStatus,
            String activity,
            String log,
            @Schema(name = "steps_completed") int stepsCompleted) {}

    /** Whether a worker may go on. */
    @Schema(name = "MayKeepRunning")
    record MayKeepRunning(boolean mayKeepRunning, String reason, boolean statusChangeRequested) {}

    private final ApiConfig config;
    private final CommandGateway gateway;
    private final WorkerCalls calls;

    @Inject
    WorkResource(ApiConfig config, CommandGateway gateway, WorkerCalls calls) {
        this.config = config;
        this.gateway = gateway;
        this.calls = calls;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "scheduleTask",
            summary = "Get a task; while there is none the worker waits for a while, and gets the first that comes")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = AssignedTask.class)))
    @APIResponse(responseCode = "204", description = "There is no task for it")
    @APIResponse(responseCode = "403", description = "There is no worker with this id and secret")
    @APIResponse(responseCode = "409", description = "The worker is not awake")
    @APIResponse(
            responseCode = "423",
            description = "The worker is to change its status first",
            content = @Content(schema = @Schema(implementation = StatusAnswer.class)))
    public Uni<Response> schedule(@Context HttpServerRequest request, @Context RoutingContext routing) {
        Duration wait = config.taskWait().compareTo(LONGEST_WAIT) < 0 ? config.taskWait() : LONGEST_WAIT;
        return calls.caller(request)
                .chain(worker -> calls.carry(worker, wait.plus(config.decisionWait()), caller -> {
                            stopWhenGone(worker, caller, routing);
                            return new WorkerCommand.RequestTask(
                                    worker.id(), caller, gateway.now().plus(wait));
                        })
                        .map(answer -> switch (answer) {
                            case Answer.TaskGiven given ->
                                Response.ok(AssignedTask.of(given)).build();
                            case Answer.NothingToDo nothing ->
                                Response.noContent().build();
                            case Answer.GoToStatus go ->
                                Response.status(LOCKED)
                                        .entity(StatusAnswer.of(go.status()))
                                        .build();
                            default ->
                                throw new IllegalStateException("Not an answer to a request for a task: " + answer);
                        }));
    }

    /** Who does not wait any more is to get no task; if it has got one meanwhile, it gets that again when it asks again. */
    private void stopWhenGone(KnownWorker worker, Caller caller, RoutingContext routing) {
        routing.addEndHandler(ended -> {
            if (ended.failed()) {
                gateway.tell(List.of(new WorkerCommand.StopWaiting(worker.id(), caller.request())))
                        .subscribe()
                        .with(
                                told -> LOG.debugf("Worker %s does not wait any more", worker.id()),
                                failure -> LOG.debugf(
                                        "Worker %s does not wait any more; its wait ends by itself", worker.id()));
            }
        });
    }

    @POST
    @Path("{task_id}")
    @Operation(operationId = "taskUpdate", summary = "Say how a task goes, or how it has ended")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Update.class)))
    @APIResponse(responseCode = "204", description = "It is known")
    @APIResponse(responseCode = "409", description = "The task is not this worker's")
    public Uni<Response> update(@RestPath("task_id") String taskId, byte[] body, @Context HttpServerRequest request) {
        return calls.caller(request).chain(worker -> {
            TaskId task = Ids.task(taskId);
            TaskNews news = TaskNews.read(body);
            return calls.carry(
                            worker,
                            caller -> new WorkerCommand.UpdateTask(
                                    worker.id(),
                                    caller,
                                    task,
                                    news.status(),
                                    news.steps(),
                                    news.message(),
                                    news.log().size()))
                    .chain(answer -> switch (answer) {
                        case Answer.TaskUpdated updated
                        when news.log().isEmpty() -> Uni.createFrom().voidItem();
                        case Answer.TaskUpdated updated -> gateway.write(chunks(updated, news.log()));
                        default -> throw new IllegalStateException("Not an answer to news of a task: " + answer);
                    })
                    .map(written -> Response.noContent().build());
        });
    }

    @GET
    @Path("{task_id}/may-i-run")
    @Operation(operationId = "mayWorkerRun", summary = "Ask whether the worker may go on with a task")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MayKeepRunning.class)))
    public Uni<MayKeepRunning> mayRun(@RestPath("task_id") String taskId, @Context HttpServerRequest request) {
        return calls.caller(request).chain(worker -> {
            TaskId task = Ids.task(taskId);
            return calls.carry(worker, caller -> new WorkerCommand.AskToKeepRunning(worker.id(), caller, task))
                    .map(answer -> switch (answer) {
                        case Answer.KeepRunning keep ->
                            new MayKeepRunning(keep.may(), keep.reason(), keep.statusRequested());
                        default ->
                            throw new IllegalStateException("Not an answer to whether a task may run: " + answer);
                    });
        });
    }

    private static List<LogChunk> chunks(Answer.TaskUpdated updated, List<String> log) {
        return IntStream.range(0, log.size())
                .mapToObj(each ->
                        new LogChunk(updated.task(), updated.attempt(), updated.sequence() + each, log.get(each)))
                .toList();
    }
}
