// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.compilers;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.api.CallerContext;
import io.tablao.api.PathLookup;
import io.tablao.compiler.JobTypes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Which state of its job type's script made a job's tasks. */
@Path("/api/farm/v1/jobs/{job_id}/script")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "compilers")
public class JobScriptResource {

    /**
     * @param hash of the script and its modules that compiled the job; null: it is not compiled
     * @param currentHash of the script as it is now; null: the job type is gone, or broken
     */
    @Schema(name = "JobScript")
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record JobScript(
            String jobType, @Nullable String hash, @Nullable String currentHash) {}

    private final PathLookup lookup;
    private final JobTypes types;

    @Inject
    JobScriptResource(PathLookup lookup, JobTypes types) {
        this.lookup = lookup;
        this.types = types;
    }

    /** A job keeps the tasks that it was compiled into, whatever becomes of the script. */
    @GET
    @WithSession
    @Operation(operationId = "jobScript", summary = "Which state of its job type's script compiled the job")
    public Uni<JobScript> script(@RestPath("job_id") String jobId) {
        return CallerContext.keep(Uni.createFrom().completionStage(() -> types.ready()))
                .chain(read -> lookup.job(jobId))
                .map(job -> new JobScript(
                        job.type, job.scriptHash, types.hash(job.type).orElse(null)));
    }
}
