// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Uni;
import io.tablao.event.Answer;
import io.tablao.event.Command;
import io.tablao.event.Refusal;
import io.tablao.readmodel.ProjectionWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Carries out what a person asks for, to the point where reading shows it. */
@ApplicationScoped
public class Decisions {

    private final ApiConfig config;
    private final CommandGateway gateway;
    private final ProjectionWatch projection;

    @Inject
    Decisions(ApiConfig config, CommandGateway gateway, ProjectionWatch projection) {
        this.config = config;
        this.gateway = gateway;
        this.projection = projection;
    }

    /**
     * Completes when the command was accepted and, as a rule, is to be seen; fails with an {@link ApiProblem} when it was
     * refused, or nobody decided it in time.
     */
    public Uni<Void> carryOut(Command command) {
        return gateway.ask(command, config.decisionWait()).chain(answer -> switch (answer.orElse(null)) {
            case Answer.Accepted accepted -> projected(accepted);
            case Answer.Rejected rejected -> Uni.createFrom().failure(problem(rejected.refusal()));
            case Answer.ToCall call -> throw new IllegalStateException("Not an answer to " + command + ": " + call);
            case null ->
                Uni.createFrom()
                        .failure(ApiProblem.unavailable(
                                "The scheduler has not decided within "
                                        + config.decisionWait().toSeconds()
                                        + " s; it will, as soon as it can",
                                null));
        });
    }

    /** Waits, for a bounded time, until what was accepted is in the projection. Never fails. */
    public Uni<Void> projected(Answer.Accepted accepted) {
        Integer partition = accepted.partition();
        Long offset = accepted.offset();
        return partition == null || offset == null
                ? Uni.createFrom().voidItem()
                : CallerContext.keep(projection.passed(partition, offset, config.projectionWait()));
    }

    /** Flamenco answers a change that does not fit with 422. */
    private static ApiProblem problem(Refusal refusal) {
        return switch (refusal.kind()) {
            case NOT_FOUND -> ApiProblem.notFound(refusal.message());
            case CONFLICT, INVALID -> ApiProblem.unacceptable(refusal.message());
            case UNABLE -> ApiProblem.outdated(refusal.message());
        };
    }
}
