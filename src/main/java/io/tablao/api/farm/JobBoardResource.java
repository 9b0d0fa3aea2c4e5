// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.PathLookup;
import io.tablao.api.QueryNumber;
import io.tablao.model.TaskKey;
import io.tablao.readmodel.JobBoardQueries;
import io.tablao.readmodel.JobBoardQueries.Attempt;
import io.tablao.readmodel.JobBoardQueries.Failure;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.TaskRow;
import io.tablao.readmodel.WorkerQueries;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The tasks of one job, for views of any number of them. */
@Path("/api/farm/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farm")
public class JobBoardResource {

    private static final int MOST_LINES = 1_000;
    private static final int MOST_FOUND = 100_000;
    private static final int MOST_FAILURES = 200;
    private static final int MOST_ATTEMPTS = 20_000;
    private static final int USUAL_ATTEMPTS = 5_000;

    /** @param statuses a letter a task, by index: q, a, c, f, s (soft-failed), p, and x for canceled */
    @Schema(name = "TaskStatuses")
    record Statuses(String statuses) {}

    @Schema(name = "TaskLines")
    record Lines(List<TaskLine> tasks) {}

    /** @param more whether there are more than are listed */
    @Schema(name = "FoundTasks")
    record Found(List<Integer> indices, boolean more) {}

    @Schema(name = "TaskFailures")
    record Failures(List<TaskFailure> failures, boolean more) {}

    @Schema(name = "TaskFailure")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record TaskFailure(
            int index,
            String id,
            String name,
            String status,
            @Nullable String workerName,
            @Nullable String message,
            @Nullable Instant ended) {

        static TaskFailure of(Failure failure) {
            return new TaskFailure(
                    failure.index(),
                    failure.id().toString(),
                    failure.name(),
                    failure.status(),
                    failure.workerName(),
                    failure.message(),
                    failure.ended());
        }
    }

    @Schema(name = "TaskAttempts")
    record Attempts(List<AttemptLine> attempts, boolean more) {}

    /** @param outcome the status that the task got; left out: it runs */
    @Schema(name = "TaskAttempt")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonNaming(SnakeCaseStrategy.class)
    record AttemptLine(
            int index,
            int attempt,
            String workerId,
            String workerName,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String outcome,
            @Nullable String message) {

        static AttemptLine of(Attempt attempt, boolean withMessage) {
            String worker = attempt.worker().toString();
            return new AttemptLine(
                    attempt.index(),
                    attempt.attempt(),
                    worker,
                    Objects.requireNonNullElse(attempt.workerName(), worker),
                    attempt.started(),
                    attempt.ended(),
                    attempt.outcome(),
                    withMessage ? attempt.message() : null);
        }
    }

    private final PathLookup lookup;
    private final JobBoardQueries board;
    private final TaskQueries tasks;
    private final WorkerQueries workers;

    @Inject
    JobBoardResource(PathLookup lookup, JobBoardQueries board, TaskQueries tasks, WorkerQueries workers) {
        this.lookup = lookup;
        this.board = board;
        this.tasks = tasks;
        this.workers = workers;
    }

    @GET
    @Path("jobs/{job_id}/task-statuses")
    @Operation(operationId = "taskStatuses", summary = "The statuses of all tasks of a job, a letter each")
    public Uni<Statuses> statuses(@RestPath("job_id") String jobId) {
        return lookup.job(jobId).chain(job -> board.statuses(job.jobId())).map(Statuses::new);
    }

    /** @param indices of the tasks, with commas between them */
    @GET
    @Path("jobs/{job_id}/task-lines")
    @Operation(operationId = "taskLines", summary = "Some tasks of a job, by their indices")
    public Uni<Lines> lines(@RestPath("job_id") String jobId, @RestQuery @Nullable String indices) {
        Set<Integer> wanted = indices(indices);
        return lookup.job(jobId)
                .chain(job -> board.tasks(job.jobId(), wanted))
                .chain(this::lines)
                .map(Lines::new);
    }

    private Uni<List<TaskLine>> lines(List<TaskRow> rows) {
        return workers.names(rows.stream()
                        .map(task -> task.workerId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()))
                .map(names -> rows.stream()
                        .map(task -> TaskLine.of(task, task.workerId == null ? null : names.get(task.workerId)))
                        .toList());
    }

    @GET
    @Path("jobs/{job_id}/task-search")
    @Operation(operationId = "findTasks", summary = "Indices of a job's tasks whose names contain a text")
    public Uni<Found> find(@RestPath("job_id") String jobId, @RestQuery @Nullable String q) {
        String text = q == null ? "" : q.strip();
        return lookup.job(jobId)
                .chain(job -> board.named(job.jobId(), text, MOST_FOUND + 1))
                .map(found -> new Found(found.stream().limit(MOST_FOUND).toList(), found.size() > MOST_FOUND));
    }

    @GET
    @Path("jobs/{job_id}/failures")
    @Operation(operationId = "jobFailures", summary = "The failed tasks of a job, each with what went wrong last")
    public Uni<Failures> failures(@RestPath("job_id") String jobId) {
        return lookup.job(jobId)
                .chain(job -> board.failures(job.jobId(), MOST_FAILURES + 1))
                .map(found -> new Failures(
                        found.stream().limit(MOST_FAILURES).map(TaskFailure::of).toList(),
                        found.size() > MOST_FAILURES));
    }

    /** @param limit at most so many, the newest ones */
    @GET
    @Path("jobs/{job_id}/attempts")
    @Operation(operationId = "jobAttempts", summary = "Which worker ran which task of a job when")
    public Uni<Attempts> attempts(@RestPath("job_id") String jobId, @RestQuery @Nullable String limit) {
        int most = QueryNumber.of("limit", limit, 1, MOST_ATTEMPTS, USUAL_ATTEMPTS);
        return lookup.job(jobId)
                .chain(job -> board.attempts(job.jobId(), most + 1))
                .map(found -> attempts(found, most, false));
    }

    @GET
    @Path("tasks/{task_id}/attempts")
    @Operation(operationId = "taskAttempts", summary = "Every start of a task and how it ended, newest first")
    public Uni<Attempts> attemptsOfTask(@RestPath("task_id") String taskId) {
        return lookup.task(taskId)
                .chain(task -> board.attemptsOf(task.key().job(), task.index, MOST_FAILURES + 1))
                .map(found -> attempts(found, MOST_FAILURES, true));
    }

    @GET
    @Path("tasks/{task_id}/dependencies")
    @Operation(operationId = "taskDependencies", summary = "The tasks that a task waits for, or waited for")
    public Uni<Lines> dependencies(@RestPath("task_id") String taskId) {
        return lookup.task(taskId).chain(task -> {
            TaskKey key = task.key();
            return tasks.definition(key).chain(definition -> {
                List<Integer> needed = definition
                        .map(row -> Arrays.stream(row.dependencies)
                                .limit(MOST_LINES)
                                .toList())
                        .orElse(List.of());
                return needed.isEmpty()
                        ? Uni.createFrom().item(new Lines(List.of()))
                        : board.tasks(key.job(), needed).chain(this::lines).map(Lines::new);
            });
        });
    }

    private static Attempts attempts(List<Attempt> found, int most, boolean withMessages) {
        return new Attempts(
                found.stream()
                        .limit(most)
                        .map(attempt -> AttemptLine.of(attempt, withMessages))
                        .toList(),
                found.size() > most);
    }

    private static Set<Integer> indices(@Nullable String text) {
        Set<Integer> indices = new TreeSet<>();
        for (String number : (text == null ? "" : text).split(",", -1)) {
            indices.add(QueryNumber.of("indices", number, 0, Integer.MAX_VALUE, 0));
        }
        if (indices.size() > MOST_LINES) {
            throw ApiProblem.badRequest("At most " + MOST_LINES + " tasks can be asked for at once");
        }
        return indices;
    }
}
