// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Deletions;
import io.tablao.api.Disk;
import io.tablao.api.Ids;
import io.tablao.api.PathLookup;
import io.tablao.api.RequestFields;
import io.tablao.model.JobId;
import io.tablao.readmodel.JobQueries;
import io.tablao.storage.Checkouts;
import io.tablao.storage.RelativePath;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The end of jobs: they are marked at once, and go in the background. */
@Path("/api/v3/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobDeletionResource {

    private static final String REASON = "Its deletion was asked for";

    @Schema(name = "JobMassDeletionSelection")
    @JsonNaming(SnakeCaseStrategy.class)
    record Selection(Instant lastUpdatedMax) {}

    /** @param shamanCheckout whether the folder that the farm has put together for the job goes with it */
    @Schema(name = "JobDeletionInfo")
    @JsonNaming(SnakeCaseStrategy.class)
    record DeletionInfo(boolean shamanCheckout) {}

    private final Deletions deletions;
    private final JobQueries jobs;
    private final PathLookup lookup;
    private final Checkouts checkouts;

    @Inject
    JobDeletionResource(Deletions deletions, JobQueries jobs, PathLookup lookup, Checkouts checkouts) {
        this.deletions = deletions;
        this.jobs = jobs;
        this.lookup = lookup;
        this.checkouts = checkouts;
    }

    @DELETE
    @Path("{job_id}")
    @Operation(operationId = "deleteJob", summary = "Delete a job with its tasks and logs; it is canceled first")
    @APIResponse(responseCode = "204", description = "It is being deleted")
    public Uni<Void> delete(@RestPath("job_id") String jobId) {
        return deletions.delete(Ids.job(jobId), REASON);
    }

    @DELETE
    @Path("mass-delete")
    @Operation(operationId = "deleteJobMass", summary = "Delete all jobs that were last changed by then")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Selection.class)))
    @APIResponse(responseCode = "204", description = "They are being deleted")
    @APIResponse(responseCode = "416", description = "There are none")
    public Uni<Void> deleteMany(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        Instant until = wholeSecond(fields);
        fields.check();
        return jobs.unchangedSince(until).chain(found -> {
            if (found.isEmpty()) {
                throw ApiProblem.nothingMatches("No job was last changed before " + until);
            }
            return deletions.delete(found.stream().map(JobId::new).toList(), REASON);
        });
    }

    /** Flamenco rounds up to whole seconds. */
    private static Instant wholeSecond(RequestFields fields) {
        String text = fields.requiredText("last_updated_max");
        if (text.isEmpty()) {
            return Instant.EPOCH;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            fields.problem(
                    "Field \"last_updated_max\" must be a time such as 2026-01-31T12:00:00Z, not \"" + text + "\"");
            return Instant.EPOCH;
        }
    }

    @GET
    @Path("{job_id}/what-would-delete-do")
    @Operation(operationId = "deleteJobWhatWouldItDo", summary = "What else goes with a job when it is deleted")
    public Uni<DeletionInfo> whatWouldItDo(@RestPath("job_id") String jobId) {
        return lookup.job(jobId)
                .chain(job -> Disk.work(() -> new DeletionInfo(job.checkout != null && isThere(job.checkout))));
    }

    private boolean isThere(String checkout) {
        return RelativePath.read(checkout) instanceof RelativePath.Reading.Fine(RelativePath path)
                && checkouts.exists(path);
    }
}
