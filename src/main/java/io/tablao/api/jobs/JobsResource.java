// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.Decisions;
import io.tablao.api.Ids;
import io.tablao.api.PathLookup;
import io.tablao.api.RequestFields;
import io.tablao.event.JobCommand.ChangeJobPriority;
import io.tablao.event.JobCommand.ChangeJobTag;
import io.tablao.event.JobCommand.RequestJobStatus;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.readmodel.JobFilter;
import io.tablao.readmodel.JobQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Jobs: submitted, listed, looked at, and changed. */
@Path("/api/v3/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "jobs")
public class JobsResource {

    @Schema(name = "JobsQueryResult")
    record Jobs(List<JobView> jobs) {}

    private final Submissions submissions;
    private final Decisions decisions;
    private final KnownTags tags;
    private final JobQueries jobs;
    private final PathLookup lookup;

    @Inject
    JobsResource(Submissions submissions, Decisions decisions, KnownTags tags, JobQueries jobs, PathLookup lookup) {
        this.submissions = submissions;
        this.decisions = decisions;
        this.tags = tags;
        this.jobs = jobs;
        this.lookup = lookup;
    }

    @POST
    @Operation(operationId = "submitJob", summary = "Submit a job; answers when its script has made its tasks")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SubmittedJob.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(responseCode = "400", description = "All that is wrong with it")
    @APIResponse(responseCode = "412", description = "The job type has changed since the submitter fetched it")
    public Uni<JobView> submit(byte[] body) {
        return submissions.submit(body);
    }

    @POST
    @Path("check")
    @Operation(operationId = "submitJobCheck", summary = "Run a job's script as a submission would, and keep nothing")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = SubmittedJob.class)))
    @APIResponse(responseCode = "204", description = "It can be submitted")
    @APIResponse(responseCode = "400", description = "All that is wrong with it")
    @APIResponse(responseCode = "412", description = "The job type has changed since the submitter fetched it")
    public Uni<Void> check(byte[] body) {
        return submissions.check(body);
    }

    @GET
    @Operation(operationId = "fetchJobs", summary = "Jobs, newest first")
    public Uni<Jobs> all() {
        return jobs.list(JobFilter.newest(JobFilter.LARGEST_PAGE))
                .map(rows -> new Jobs(rows.stream().map(JobView::of).toList()));
    }

    @GET
    @Path("{job_id}")
    @Operation(operationId = "fetchJob", summary = "One job")
    public Uni<JobView> one(@RestPath("job_id") String jobId) {
        return lookup.job(jobId).map(JobView::of);
    }

    @POST
    @Path("{job_id}/setstatus")
    @Operation(operationId = "setJobStatus", summary = "Ask for another status: cancel, pause or queue a job")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = StatusChange.class)))
    @APIResponse(responseCode = "204", description = "The job has it, or is on its way to it")
    @APIResponse(responseCode = "422", description = "It does not go with the job's present status")
    public Uni<Void> setStatus(@RestPath("job_id") String jobId, byte[] body) {
        JobId id = Ids.job(jobId);
        RequestFields fields = RequestFields.read(body);
        JobStatus status = status(fields);
        String reason = fields.reason();
        fields.check();
        return decisions.carryOut(new RequestJobStatus(id, status, reason));
    }

    @POST
    @Path("{job_id}/setpriority")
    @Operation(operationId = "setJobPriority", summary = "Let a job come sooner or later")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = PriorityChange.class)))
    @APIResponse(responseCode = "204", description = "The job has it")
    @APIResponse(responseCode = "422", description = "The job cannot have it")
    public Uni<Void> setPriority(@RestPath("job_id") String jobId, byte[] body) {
        JobId id = Ids.job(jobId);
        RequestFields fields = RequestFields.read(body);
        int priority = fields.requiredInteger("priority", 0, JobSubmission.MAX_PRIORITY);
        fields.check();
        return decisions.carryOut(new ChangeJobPriority(id, priority));
    }

    @POST
    @Path("{job_id}/settag")
    @Operation(operationId = "setJobTag", summary = "Let a job run on the workers of another tag, or on any")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TagChange.class)))
    @APIResponse(responseCode = "204", description = "The job has it; what is active goes on where it is")
    @APIResponse(responseCode = "422", description = "The job cannot have it")
    public Uni<Void> setTag(@RestPath("job_id") String jobId, byte[] body) {
        JobId id = Ids.job(jobId);
        return tags.find(TagChange.read(body)).chain(tag -> decisions.carryOut(new ChangeJobTag(id, tag.orElse(null))));
    }

    private static JobStatus status(RequestFields fields) {
        String label = fields.requiredText("status");
        try {
            return label.isEmpty() ? JobStatus.QUEUED : JobStatus.of(label);
        } catch (IllegalArgumentException e) {
            fields.problem("Field \"status\" is unknown: \"" + label + "\"");
            return JobStatus.QUEUED;
        }
    }
}
