// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.tablao.model.TaskId;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tasks. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class TaskQueries implements PanacheRepositoryBase<TaskRow, UUID> {

    /** A worker that failed a task; the name is null when it is not known. */
    public record FailedBy(UUID worker, @Nullable String workerName, Instant at) {}

    /** Runnable tasks of a type, and of the tag that their jobs ask for; null: of jobs that ask for none. */
    public record RunnableTasks(String type, @Nullable String tag, int tasks) {}

    public Uni<Optional<TaskRow>> find(TaskId task) {
        return findById(task.value()).map(Optional::ofNullable);
    }

    public Uni<Optional<TaskDefinitionRow>> definition(TaskKey task) {
        return getSession()
                .chain(session -> session.find(TaskDefinitionRow.class, new TaskPart(task)))
                .map(Optional::ofNullable);
    }

    /** A page of a job's tasks, in the order of their indices; along the primary key, wherever it begins. */
    public Uni<List<TaskRow>> ofJob(JobId job, int fromIndex, int limit) {
        return find("jobId = ?1 and index >= ?2 order by index", job.value(), fromIndex)
                .range(0, limit - 1)
                .list();
    }

    /** Likewise, of the tasks with one of the statuses. */
    public Uni<List<TaskRow>> ofJob(JobId job, Set<TaskStatus> statuses, int fromIndex, int limit) {
        return find("jobId = ?1 and status in ?2 and index >= ?3 order by index", job.value(), statuses, fromIndex)
                .range(0, limit - 1)
                .list();
    }

    /** What the worker runs now. */
    public Uni<Optional<TaskRow>> activeOf(WorkerId worker) {
        return find("workerId = ?1 and status = ?2 order by started desc", worker.value(), TaskStatus.ACTIVE)
                .range(0, 0)
                .list()
                .map(tasks -> tasks.stream().findFirst());
    }

    /** What each of the workers runs now, in one statement. */
    public Uni<Map<UUID, TaskRow>> activeOf(Collection<UUID> workers) {
        return list("workerId in ?1 and status = ?2", workers, TaskStatus.ACTIVE)
                .map(tasks -> tasks.stream()
                        .collect(Collectors.toMap(task -> task.workerId, Function.identity(), (one, other) -> one)));
    }

    /** What the worker runs, or ran last. */
    public Uni<Optional<TaskRow>> lastOf(WorkerId worker) {
        return attemptsOf(worker, 1).chain(attempts -> {
            if (attempts.isEmpty()) {
                return Uni.createFrom().item(Optional.empty());
            }
            TaskAttemptRow last = attempts.getFirst();
            return list("jobId = ?1 and index = ?2", last.jobId, last.taskIndex)
                    .map(tasks -> tasks.stream().findFirst());
        });
    }

    /** Every start of a task and how it ended, oldest first. */
    public Uni<List<TaskAttemptRow>> attempts(TaskKey task) {
        return getSession()
                .chain(session -> session.createQuery(
                                "from TaskAttemptRow where jobId = ?1 and taskIndex = ?2 order by attempt",
                                TaskAttemptRow.class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .getResultList());
    }

    /** What the worker started, newest first. */
    public Uni<List<TaskAttemptRow>> attemptsOf(WorkerId worker, int limit) {
        return getSession()
                .chain(session -> session.createQuery(
                                "from TaskAttemptRow where workerId = ?1 order by started desc", TaskAttemptRow.class)
                        .setParameter(1, worker.value())
                        .setMaxResults(limit)
                        .getResultList());
    }

    public Uni<List<FailedBy>> failures(TaskKey task) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                                select f.worker_id, w.name, f.at
                                from task_failure f left join worker w on w.id = f.worker_id
                                where f.job_id = ?1 and f.task_index = ?2 order by f.at, f.worker_id
                                """, Object[].class)
                        .setParameter(1, task.job().value())
                        .setParameter(2, task.index())
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new FailedBy((UUID) row[0], (String) row[1], Times.instant(row[2])))
                        .toList());
    }

    /** What waits for workers, for autoscaling. */
    public Uni<List<RunnableTasks>> runnable() {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select type, tag, tasks from runnable_tasks order by type, tag", Object[].class)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new RunnableTasks((String) row[0], (String) row[1], ((Number) row[2]).intValue()))
                        .toList());
    }
}
