// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.model.JobId;
import io.tablao.model.JobOptionsReader;
import io.tablao.model.JobSubmission;
import io.tablao.readmodel.JobQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Refuses a job that is to come after one that nobody knows. */
@ApplicationScoped
class Predecessors {

    private static final Logger LOG = Logger.getLogger(Predecessors.class);

    private final JobQueries jobs;

    @Inject
    Predecessors(JobQueries jobs) {
        this.jobs = jobs;
    }

    /** While PostgreSQL is away it is left to the scheduler to notice; the job is paused then, and says why. */
    Uni<Void> check(Optional<JobId> id, JobSubmission submission) {
        Set<JobId> others = afterJobs(submission);
        if (id.isPresent() && others.contains(id.get())) {
            return Uni.createFrom().failure(ApiProblem.badRequest("A job cannot come after itself"));
        }
        return Multi.createFrom()
                .iterable(others)
                .onItem()
                .transformToUniAndConcatenate(this::check)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> check(JobId other) {
        return jobs.find(other)
                .map(Optional::isPresent)
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.debugf(failure, "Whether there is a job %s cannot be told now", other);
                    return true;
                })
                .invoke(known -> {
                    if (!known) {
                        throw ApiProblem.badRequest("There is no job " + other + " to come after");
                    }
                });
    }

    private static Set<JobId> afterJobs(JobSubmission submission) {
        return switch (JobOptionsReader.read(submission.metadata(), Instant.EPOCH, ZoneOffset.UTC)) {
            case JobOptionsReader.Options read -> read.options().afterJobs();
            case JobOptionsReader.Refused refused -> Set.of();
        };
    }
}
