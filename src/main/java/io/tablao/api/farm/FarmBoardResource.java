// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.api.CommandGateway;
import io.tablao.api.live.LiveListener;
import io.tablao.api.live.QueueHistory;
import io.tablao.model.JobStatus;
import io.tablao.readmodel.FarmBoardQueries;
import io.tablao.readmodel.FarmBoardQueries.RecentFailure;
import io.tablao.readmodel.JobQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The farm at a glance, for a screen on the wall. */
@ApplicationScoped
@Path("/api/farm/v1/overview")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class FarmBoardResource {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int MOST_FAILURES = 20;
    /** Throughput is counted anew at most so often, however many screens there are; more seldom when it takes long. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final int REST_PER_WORK = 10;

    /**
     * @param throughput what ended within the last hour, by minute and task type
     * @param queues how full each queue was within the last hour, as far as this process knows
     * @param projectionLagMs how long ago the newest event happened when reading showed it; left out: there was none yet
     */
    @Schema(name = "FarmOverview")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Overview(
            Instant time,
            Map<String, Long> jobsByStatus,
            Map<String, Long> workersByStatus,
            List<FarmBoardQueries.Throughput> throughput,
            Map<String, List<QueueHistory.Sample>> queues,
            List<Failure> failures,
            @Nullable Long projectionLagMs) {}

    @Schema(name = "RecentFailure")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Failure(
            String taskId,
            String name,
            String jobId,
            @Nullable String jobName,
            @Nullable String workerName,
            String outcome,
            @Nullable String message,
            Instant ended) {

        static Failure of(RecentFailure failure) {
            return new Failure(
                    failure.task().toString(),
                    failure.name(),
                    failure.job().toString(),
                    failure.jobName(),
                    failure.workerName(),
                    failure.outcome(),
                    failure.message(),
                    failure.ended());
        }
    }

    /** What was counted, and until when it is new enough. */
    private record Counted(List<FarmBoardQueries.Throughput> throughput, Instant until) {}

    private final FarmBoardQueries board;
    private final JobQueries jobs;
    private final QueueHistory queues;
    private final LiveListener live;
    private final CommandGateway gateway;
    private volatile Counted counted = new Counted(List.of(), Instant.EPOCH);

    @Inject
    FarmBoardResource(
            FarmBoardQueries board, JobQueries jobs, QueueHistory queues, LiveListener live, CommandGateway gateway) {
        this.board = board;
        this.jobs = jobs;
        this.queues = queues;
        this.live = live;
        this.gateway = gateway;
    }

    @GET
    @WithSession
    @Operation(operationId = "farmOverview", summary = "The farm at a glance: counts, the last hour, failures")
    public Uni<Overview> overview() {
        Instant now = gateway.now();
        return jobs.countByStatus()
                .chain(byStatus -> board.workersByStatus()
                        .chain(workers -> board.failures(now.minus(WINDOW), MOST_FAILURES)
                                .chain(failures -> throughput(now)
                                        .map(throughput -> new Overview(
                                                now,
                                                labelled(byStatus),
                                                workers,
                                                throughput,
                                                queues.samples(),
                                                failures.stream()
                                                        .map(Failure::of)
                                                        .toList(),
                                                live.lag()
                                                        .map(Duration::toMillis)
                                                        .orElse(null))))));
    }

    private Uni<List<FarmBoardQueries.Throughput>> throughput(Instant now) {
        Counted before = counted;
        if (now.isBefore(before.until())) {
            return Uni.createFrom().item(before.throughput());
        }
        // Whoever comes meanwhile gets the former count.
        counted = new Counted(before.throughput(), now.plus(FRESH));
        return board.throughput(now.truncatedTo(ChronoUnit.MINUTES).minus(WINDOW))
                .invoke(found -> {
                    Instant end = gateway.now();
                    Duration rest = Duration.between(now, end).multipliedBy(REST_PER_WORK);
                    counted = new Counted(found, end.plus(rest.compareTo(FRESH) > 0 ? rest : FRESH));
                });
    }

    private static Map<String, Long> labelled(Map<JobStatus, Long> byStatus) {
        Map<String, Long> labelled = new TreeMap<>();
        byStatus.forEach((status, jobs) -> labelled.put(status.toString(), jobs));
        return labelled;
    }
}
