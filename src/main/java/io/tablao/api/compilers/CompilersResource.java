// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import io.tablao.api.TrialDesk;
import io.tablao.compiler.AuthoredJob;
import io.tablao.compiler.CompilationFailure;
import io.tablao.compiler.JobSetting;
import io.tablao.compiler.JobTypes;
import io.tablao.compiler.ScriptCompiler;
import io.tablao.compiler.ScriptProblem;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Job compiler scripts: which there are, and what they make of a job. */
@Path("/api/farm/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "compilers")
public class CompilersResource {

    /**
     * @param jobTypes that can be submitted
     * @param broken scripts that are left out
     */
    @Schema(name = "Compilers")
    record Compilers(@JsonProperty("job_types") List<UsableScript> jobTypes, List<BrokenScript> broken) {}

    /**
     * @param origin {@code built-in}, or {@code own} when it lies in the farm's own folder
     * @param hash of the script and its modules, as each job that it compiled has it
     */
    @Schema(name = "UsableScript")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UsableScript(
            String name,
            String label,
            @Nullable String description,
            List<JobSetting> settings,
            String etag,
            String file,
            String origin,
            String hash) {}

    /** @param line from 1; null: not known */
    @Schema(name = "BrokenScript")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BrokenScript(
            String file,
            @Nullable Integer line,
            @Nullable Integer column,
            String message,
            @JsonProperty("source_line") @Nullable String sourceLine) {}

    private final TrialDesk desk;
    private final JobTypes types;
    private final ScriptCompiler compiler;

    @Inject
    CompilersResource(TrialDesk desk, JobTypes types, ScriptCompiler compiler) {
        this.desk = desk;
        this.types = types;
        this.compiler = compiler;
    }

    @GET
    @Path("compilers")
    @Operation(operationId = "compilers", summary = "All job types with their scripts, and the scripts that are broken")
    public Uni<Compilers> all() {
        return desk.carryOut(() -> new Compilers(
                types.scripts().stream()
                        .map(script -> new UsableScript(
                                script.type().name(),
                                script.type().label(),
                                script.type().description(),
                                script.type().settings(),
                                script.type().etag(),
                                script.file(),
                                script.builtIn() ? "built-in" : "own",
                                script.hash()))
                        .toList(),
                types.problems().stream().map(CompilersResource::broken).toList()));
    }

    /** Nothing of it is kept. */
    @POST
    @Path("compile")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "compile", summary = "What a job would become, without submitting it")
    public Uni<Response> compile(byte[] body) {
        TrialRequest request = TrialRequest.read(body);
        return desk.carryOut(() -> {
            try (var answer = new TrialAnswer()) {
                return switch (compiler.tryOut(request.submission(), request.script(), request.modules(), answer)) {
                    case AuthoredJob authored ->
                        Response.ok(answer.end(authored), MediaType.APPLICATION_JSON_TYPE)
                                .build();
                    case CompilationFailure failure ->
                        Response.status(Response.Status.BAD_REQUEST)
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .entity(ScriptError.of(failure))
                                .build();
                };
            }
        });
    }

    private static BrokenScript broken(ScriptProblem problem) {
        boolean placed = problem.line() > 0;
        return new BrokenScript(
                problem.script(),
                placed ? problem.line() : null,
                placed ? problem.column() : null,
                problem.message(),
                problem.sourceLine());
    }
}
