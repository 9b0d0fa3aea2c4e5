// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.smallrye.mutiny.Uni;
import io.tablao.api.RequestFields;
import io.tablao.event.Answer;
import io.tablao.event.WorkerCommand;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerStatus;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A worker comes, goes, and changes its status. */
@Path("/api/v3/worker")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "worker_auth")
@Tag(name = "worker")
public class SessionResource {

    /** The shape of a sign-on, for the OpenAPI document. */
    @Schema(name = "WorkerSignOn")
    record SignOn(
            @Schema(required = true) String name,

            @Schema(name = "supported_task_types", required = true)
            List<String> supportedTaskTypes,

            @Schema(name = "software_version", required = true)
            String softwareVersion,

            @Schema(name = "can_restart") boolean canRestart) {}

    /** The shape of a change of status, for the OpenAPI document. */
    @Schema(name = "WorkerStateChanged")
    record Changed(@Schema(required = true) String status) {}

    private final WorkerCalls calls;

    @Inject
    SessionResource(WorkerCalls calls) {
        this.calls = calls;
    }

    @POST
    @Path("sign-on")
    @Operation(operationId = "signOn", summary = "Begin to work, and learn which status to go to")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SignOn.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = StatusAnswer.class)))
    public Uni<Response> signOn(byte[] body, @Context HttpServerRequest request) {
        return calls.caller(request).chain(worker -> {
            RequestFields fields = RequestFields.read(body);
            String name = fields.requiredText("name");
            String software = fields.requiredText("software_version");
            Set<String> types = TaskTypes.read(fields);
            boolean canRestart = fields.flag("can_restart");
            fields.check();
            return calls.carry(
                            worker,
                            caller -> new WorkerCommand.SignOnByCall(
                                    worker.id(),
                                    caller,
                                    new SessionId(UUID.randomUUID()),
                                    name,
                                    software,
                                    types,
                                    canRestart))
                    .map(SessionResource::response);
        });
    }

    @POST
    @Path("sign-off")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "signOff", summary = "End the work; a task that still runs goes back to its queue")
    @APIResponse(responseCode = "204", description = "The worker is offline")
    public Uni<Response> signOff(@Context HttpServerRequest request) {
        return calls.caller(request)
                .chain(worker -> calls.carry(worker, caller -> new WorkerCommand.SignOffByCall(worker.id(), caller)))
                .map(SessionResource::response);
    }

    @GET
    @Path("state")
    @Operation(operationId = "workerState", summary = "Ask whether the worker is to change its status")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = StatusAnswer.class)))
    @APIResponse(responseCode = "204", description = "It is to stay as it is")
    public Uni<Response> state(@Context HttpServerRequest request) {
        return calls.caller(request)
                .chain(worker -> calls.carry(worker, caller -> new WorkerCommand.AskStatus(worker.id(), caller)))
                .map(SessionResource::response);
    }

    @POST
    @Path("state-changed")
    @Operation(operationId = "workerStateChanged", summary = "Say that the worker has changed its status")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Changed.class)))
    @APIResponse(responseCode = "204", description = "It is known")
    public Uni<Response> stateChanged(byte[] body, @Context HttpServerRequest request) {
        return calls.caller(request).chain(worker -> {
            RequestFields fields = RequestFields.read(body);
            WorkerStatus status = status(fields);
            fields.check();
            return calls.carry(worker, caller -> new WorkerCommand.TellStatus(worker.id(), caller, status))
                    .map(SessionResource::response);
        });
    }

    private static Response response(Answer answer) {
        return switch (answer) {
            case Answer.GoToStatus go ->
                Response.ok(StatusAnswer.of(go.status())).build();
            case Answer.NothingToDo nothing -> Response.noContent().build();
            default -> throw new IllegalStateException("Not an answer to a worker's status: " + answer);
        };
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
