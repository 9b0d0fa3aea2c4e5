// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.CommandGateway;
import io.tablao.api.Deletions;
import io.tablao.api.Ids;
import io.tablao.api.RequestFields;
import io.tablao.model.JobId;
import io.tablao.readmodel.JobFilter;
import io.tablao.readmodel.JobQueries;
import io.tablao.readmodel.JobRow;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Many jobs deleted at once, after a look at which they are. */
@Path("/api/farm/v1/jobs/delete")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class DeletionResource {

    private static final String REASON = "Its deletion was asked for";
    private static final int MOST = JobFilter.LARGEST_PAGE;

    /**
     * @param ids the jobs, at most 10,000 of them
     * @param olderThan instead: all jobs that were completed, failed or canceled and have not changed for so long
     * @param dryRun only tell which jobs these are
     */
    @Schema(name = "JobDeletion")
    @JsonNaming(SnakeCaseStrategy.class)
    record Request(List<String> ids, String olderThan, boolean dryRun) {}

    @Schema(name = "DeletedJob")
    @JsonNaming(SnakeCaseStrategy.class)
    record Deleted(String id, String name, String status, Instant updated, int tasks) {
        static Deleted of(JobRow job) {
            return new Deleted(job.id.toString(), job.name, job.status.toString(), job.updated, job.taskCount);
        }
    }

    /** @param more whether there are more jobs of that age than one request deletes: ask again */
    @Schema(name = "DeletedJobs")
    @JsonNaming(SnakeCaseStrategy.class)
    record Answer(boolean dryRun, List<Deleted> jobs, boolean more) {}

    private final Deletions deletions;
    private final CommandGateway gateway;
    private final JobQueries jobs;

    @Inject
    DeletionResource(Deletions deletions, CommandGateway gateway, JobQueries jobs) {
        this.deletions = deletions;
        this.gateway = gateway;
        this.jobs = jobs;
    }

    @POST
    @Operation(operationId = "deleteJobs", summary = "Delete the given jobs, or those that ended long ago")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = Request.class)))
    public Uni<Answer> delete(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        Set<JobId> ids =
                fields.textList("ids").stream().map(Ids::job).collect(Collectors.toCollection(LinkedHashSet::new));
        Optional<Duration> age = age(fields);
        boolean dryRun = fields.flag("dry_run");
        if (ids.isEmpty() == age.isEmpty()) {
            fields.problem("Either \"ids\" or \"older_than\" says which jobs to delete");
        }
        if (ids.size() > MOST) {
            fields.problem("At most " + MOST + " jobs can be deleted at once");
        }
        fields.check();
        Uni<List<JobRow>> wanted = age.map(
                        duration -> jobs.endedBefore(gateway.now().minus(duration), MOST))
                .orElseGet(() -> jobs.find(ids).invoke(found -> allThere(ids, found)));
        return wanted.chain(found -> (dryRun ? Uni.createFrom().voidItem() : deletions.delete(idsOf(found), REASON))
                .replaceWith(() -> new Answer(
                        dryRun, found.stream().map(Deleted::of).toList(), age.isPresent() && found.size() == MOST)));
    }

    private static List<JobId> idsOf(List<JobRow> found) {
        return found.stream().map(JobRow::jobId).toList();
    }

    private static void allThere(Set<JobId> wanted, List<JobRow> found) {
        Set<JobId> missing = new LinkedHashSet<>(wanted);
        found.forEach(job -> missing.remove(job.jobId()));
        if (!missing.isEmpty()) {
            throw ApiProblem.notFound(missing.stream()
                    .map(JobId::toString)
                    .collect(Collectors.joining(
                            ", ", missing.size() == 1 ? "There is no job " : "There are no jobs ", "")));
        }
    }

    private static Optional<Duration> age(RequestFields fields) {
        return fields.text("older_than").flatMap(text -> {
            try {
                Duration age = Duration.parse(text.strip());
                if (!age.isNegative()) {
                    return Optional.of(age);
                }
            } catch (DateTimeException e) {
                fields.problem("Field \"older_than\" must be a duration such as P30D or PT12H, not \"" + text + "\"");
                return Optional.empty();
            }
            fields.problem("Field \"older_than\" must not be negative");
            return Optional.empty();
        });
    }
}
