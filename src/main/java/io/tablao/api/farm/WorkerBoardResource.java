// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.CommandGateway;
import io.tablao.api.Ids;
import io.tablao.readmodel.WorkerBoardQueries;
import io.tablao.readmodel.WorkerBoardQueries.Load;
import io.tablao.readmodel.WorkerBoardQueries.Running;
import io.tablao.readmodel.WorkerQueries;
import io.tablao.readmodel.WorkerRow;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** All workers at a glance: what each one is, runs, and has done in the last hour. */
@Path("/api/farm/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class WorkerBoardResource {

    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int PAST = 50;

    @Schema(name = "WorkerLines")
    record Workers(List<Line> workers) {}

    /**
     * @param statusRequested the status that it is to go to; left out: it has the one that it should have
     * @param load part of the last hour that it was busy, 0 to 1
     */
    @Schema(name = "WorkerLine")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Line(
            String id,
            String name,
            String status,
            @Nullable String statusRequested,
            boolean statusLazy,
            String reason,
            String platform,
            String version,
            boolean canRestart,
            List<String> taskTypes,
            List<String> tags,
            Instant registered,
            Instant lastSeen,
            @Nullable Task task,
            long completed,
            long failed,
            double load) {

        static Line of(WorkerRow worker, @Nullable Running running, @Nullable Load load) {
            return new Line(
                    worker.id.toString(),
                    worker.name,
                    worker.status.toString(),
                    worker.statusRequested == null ? null : worker.statusRequested.toString(),
                    worker.statusLazy,
                    worker.reason,
                    worker.platform,
                    worker.software,
                    worker.canRestart,
                    List.of(worker.taskTypes),
                    List.of(worker.tags),
                    worker.registered,
                    worker.lastSeen,
                    running == null ? null : Task.of(running),
                    load == null ? 0 : load.completed(),
                    load == null ? 0 : load.failed(),
                    load == null ? 0 : Math.min(1, load.busySeconds() / WINDOW.toSeconds()));
        }
    }

    @Schema(name = "RunningTask")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record Task(
            String id,
            String name,
            String jobId,
            String jobName,
            int stepsCompleted,
            int stepsTotal,
            @Nullable Instant started) {

        static Task of(Running running) {
            return new Task(
                    running.id().toString(),
                    running.name(),
                    running.job().toString(),
                    running.jobName(),
                    running.stepsCompleted(),
                    running.stepsTotal(),
                    running.started());
        }
    }

    @Schema(name = "WorkerPast")
    record Past(List<PastTask> tasks) {}

    @Schema(name = "PastTask")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record PastTask(
            String id,
            String name,
            String jobId,
            String jobName,
            int attempt,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String outcome) {}

    private final WorkerQueries workers;
    private final WorkerBoardQueries board;
    private final CommandGateway gateway;

    @Inject
    WorkerBoardResource(WorkerQueries workers, WorkerBoardQueries board, CommandGateway gateway) {
        this.workers = workers;
        this.board = board;
        this.gateway = gateway;
    }

    @GET
    @Path("workers")
    @Operation(operationId = "listWorkers", summary = "All workers with what they run and have done in the last hour")
    public Uni<Workers> all() {
        Instant since = gateway.now().minus(WINDOW);
        return workers.byName()
                .chain(rows -> board.running()
                        .chain(running -> board.loads(since)
                                .map(loads -> new Workers(rows.stream()
                                        .map(worker -> Line.of(worker, running.get(worker.id), loads.get(worker.id)))
                                        .toList()))));
    }

    @GET
    @Path("workers/{worker_id}/tasks")
    @Operation(operationId = "workerTasks", summary = "What a worker has run, newest first")
    public Uni<Past> past(@RestPath("worker_id") String workerId) {
        return board.past(Ids.worker(workerId), PAST)
                .map(found -> new Past(found.stream()
                        .map(task -> new PastTask(
                                task.task().toString(),
                                task.name(),
                                task.job().toString(),
                                name(task.jobName(), task.job()),
                                task.attempt(),
                                task.started(),
                                task.ended(),
                                task.outcome()))
                        .toList()));
    }

    private static String name(@Nullable String name, UUID id) {
        return name == null ? id.toString() : name;
    }
}
