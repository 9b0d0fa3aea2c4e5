// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.CallerContext;
import io.tablao.compiler.JobTypes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The job types, for requests that may come before these have been read. */
@ApplicationScoped
class KnownJobTypes {

    private final JobTypes types;

    @Inject
    KnownJobTypes(JobTypes types) {
        this.types = types;
    }

    /** The job types once they have been read, since asking them before would block. */
    Uni<JobTypes> whenRead() {
        return CallerContext.keep(Uni.createFrom().completionStage(() -> types.ready()))
                .onFailure()
                .transform(failure ->
                        ApiProblem.unavailable("The job types cannot be read now; the log says why", failure))
                .replaceWith(types);
    }
}
