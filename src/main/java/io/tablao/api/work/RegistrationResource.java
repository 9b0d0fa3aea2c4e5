// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.Decisions;
import io.tablao.api.RequestFields;
import io.tablao.event.WorkerCommand.RegisterWorker;
import io.tablao.model.Platform;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Makes new workers known. */
@Path("/api/v3/worker/register-worker")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "worker")
@SecurityScheme(
        securitySchemeName = "worker_auth",
        type = SecuritySchemeType.HTTP,
        scheme = "basic",
        description = "The worker's id and its secret")
public class RegistrationResource {

    private static final int SHORTEST_SECRET = 8;
    private static final int LONGEST_SECRET = 1_000;

    /** The shape of a registration, for the OpenAPI document. */
    @Schema(name = "WorkerRegistration")
    record Registration(
            @Schema(required = true) String name,
            @Schema(required = true) String secret,
            @Schema(required = true) String platform,

            @Schema(name = "supported_task_types", required = true)
            List<String> supportedTaskTypes) {}

    /** @param currentTask always empty, but Flamenco's contract wants it there */
    @Schema(name = "RegisteredWorker")
    @JsonNaming(SnakeCaseStrategy.class)
    record Registered(
            String uuid,
            String name,
            String address,
            String status,
            String platform,
            String currentTask,
            String software,
            Set<String> supportedTaskTypes) {}

    private final Decisions decisions;
    private final SlowHashing hashing;

    @Inject
    RegistrationResource(Decisions decisions, SlowHashing hashing) {
        this.decisions = decisions;
        this.hashing = hashing;
    }

    @POST
    @Operation(operationId = "registerWorker", summary = "Make a worker known by a secret of its own choice")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Registration.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Registered.class)))
    public Uni<Registered> register(byte[] body, @Context HttpServerRequest request) {
        RequestFields fields = RequestFields.read(body);
        String secret = fields.requiredText("secret");
        if (!secret.isEmpty() && (secret.length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET)) {
            fields.problem("Field \"secret\" must have " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters");
        }
        String name = fields.requiredText("name");
        String platform = platform(fields);
        Set<String> types = TaskTypes.read(fields);
        fields.check();
        var profile = new WorkerProfile(name, platform, "", types, Set.of(), false);
        var worker = new WorkerId(UUID.randomUUID());
        String address =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        return hashing.hash(secret)
                .chain(hash ->
                        decisions.carryOut(new RegisterWorker(worker, new SessionId(UUID.randomUUID()), profile, hash)))
                .map(done -> new Registered(
                        worker.toString(),
                        name,
                        address,
                        WorkerStatus.OFFLINE.toString(),
                        platform,
                        "",
                        "",
                        new TreeSet<>(types)));
    }

    private static String platform(RequestFields fields) {
        String label = fields.requiredText("platform");
        try {
            return label.isEmpty() ? label : Platform.of(label).toString();
        } catch (IllegalArgumentException e) {
            fields.problem("Field \"platform\" must be linux, windows or darwin, not \"" + label + "\"");
            return label;
        }
    }
}
