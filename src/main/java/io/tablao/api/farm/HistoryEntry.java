// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.model.Actor;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.readmodel.HistoryQueries;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An event of a job, with the same in one sentence.
 *
 * @param position to go on after it, as the parameter {@code after}
 * @param task missing: it happened to the job, or to many of its tasks
 * @param cause id of the command that led to it; events with the same one happened together
 */
@Schema(name = "JobHistoryEntry")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
record HistoryEntry(
        long position,
        Instant time,
        String event,
        String text,
        @Nullable Task task,
        @Nullable Integer attempt,
        @Nullable Named worker,
        By actor,
        @Nullable String cause) {

    @Schema(name = "JobHistoryTask")
    record Task(int index, String id, String name) {}

    @Schema(name = "JobHistoryWorker")
    record Named(String id, String name) {}

    /** @param kind person, worker, compiler, timer or scheduler */
    @Schema(name = "JobHistoryActor")
    record By(String kind, String name) {}

    static HistoryEntry of(JobId job, HistoryQueries.Entry entry) {
        return new HistoryEntry(
                entry.position(),
                entry.at(),
                entry.event(),
                text(entry),
                task(job, entry),
                entry.attempt(),
                worker(entry),
                new By(entry.actor().kind().toString(), name(entry)),
                entry.cause() == null ? null : entry.cause().toString());
    }

    private static String name(HistoryQueries.Entry entry) {
        String known = entry.actor().kind() == Actor.Kind.WORKER ? entry.actorName() : null;
        return known == null ? entry.actor().name() : known;
    }

    private static @Nullable Task task(JobId job, HistoryQueries.Entry entry) {
        Integer index = entry.taskIndex();
        if (index == null) {
            return null;
        }
        return new Task(index, new TaskKey(job, index).taskId().toString(), taskName(entry));
    }

    private static String taskName(HistoryQueries.Entry entry) {
        return entry.taskName() == null ? String.valueOf(entry.taskIndex()) : entry.taskName();
    }

    private static @Nullable Named worker(HistoryQueries.Entry entry) {
        return entry.worker() == null
                ? null
                : new Named(
                        entry.worker().toString(),
                        entry.workerName() == null ? entry.worker().toString() : entry.workerName());
    }

    private static String text(HistoryQueries.Entry entry) {
        String what = entry.detail() == null ? "" : entry.detail();
        if (entry.taskIndex() == null) {
            Named worker = worker(entry);
            return worker == null ? what : "Worker " + worker.name() + ": " + what;
        }
        String predicate = switch (entry.event()) {
            case "TasksReleased" -> "ready";
            case "TaskStarted" -> "started";
            case "TaskCompleted" -> "completed";
            case "TaskSoftFailed" -> "failed, and may be tried again: " + what;
            case "TaskFailed" -> "failed: " + what;
            default ->
                what.isEmpty() ? entry.event() : what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1);
        };
        return "Task " + taskName(entry) + " " + predicate;
    }
}
