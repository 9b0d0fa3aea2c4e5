// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tablao.event.JobCommand.DeleteJob;
import io.tablao.model.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Asks for the deletion of jobs, be they one or many. */
@ApplicationScoped
public class Deletions {

    private static final int AT_ONCE = 500;

    private final Decisions decisions;
    private final CommandGateway gateway;

    @Inject
    Deletions(Decisions decisions, CommandGateway gateway) {
        this.decisions = decisions;
        this.gateway = gateway;
    }

    /** Completes when the job shows that it is being deleted; fails with an {@link ApiProblem} when it is not. */
    public Uni<Void> delete(JobId job, String reason) {
        return decisions.carryOut(new DeleteJob(job, reason));
    }

    /** Completes when all of them will be deleted, whatever happens to this process, and the last one shows it. */
    public Uni<Void> delete(List<JobId> jobs, String reason) {
        if (jobs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<List<DeleteJob>> parts = new ArrayList<>();
        for (int from = 0; from < jobs.size() - 1; from += AT_ONCE) {
            parts.add(jobs.subList(from, Math.min(jobs.size() - 1, from + AT_ONCE)).stream()
                    .map(job -> new DeleteJob(job, reason))
                    .toList());
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(gateway::tell)
                .collect()
                .last()
                .chain(() -> delete(jobs.getLast(), reason));
    }
}
