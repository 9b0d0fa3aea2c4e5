// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.compiler.JobType;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The job types that can be submitted. */
@Path("/api/v3/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobTypesResource {

    @Schema(name = "AvailableJobTypes")
    record Types(@JsonProperty("job_types") List<JobType> jobTypes) {}

    private final KnownJobTypes types;

    @Inject
    JobTypesResource(KnownJobTypes types) {
        this.types = types;
    }

    @GET
    @Path("types")
    @Operation(operationId = "getJobTypes", summary = "All job types with their settings")
    public Uni<Types> all() {
        return types.whenRead().map(read -> new Types(read.all()));
    }

    @GET
    @Path("type/{typeName}")
    @Operation(operationId = "getJobType", summary = "One job type with its settings")
    public Uni<JobType> one(String typeName) {
        return types.whenRead()
                .map(read -> read.find(typeName)
                        .orElseThrow(() -> ApiProblem.notFound("There is no job type \"" + typeName + "\"")));
    }
}
