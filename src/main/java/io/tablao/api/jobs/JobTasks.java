// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.TaskRow;
import io.tablao.readmodel.WorkerQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/** Lists a job's tasks, page by page, so that a large job is never in memory as rows all at once. */
@ApplicationScoped
class JobTasks {

    private static final int PAGE = 2_000;

    private final TaskQueries tasks;
    private final WorkerQueries workers;

    @Inject
    JobTasks(TaskQueries tasks, WorkerQueries workers) {
        this.tasks = tasks;
        this.workers = workers;
    }

    /** Tasks in the order of their indices, with the names of their workers. */
    Uni<List<TaskSummary>> list(JobId job, int fromIndex, int limit) {
        return collect(job, fromIndex, limit, new ArrayList<>());
    }

    private Uni<List<TaskSummary>> collect(JobId job, int fromIndex, int limit, List<TaskSummary> collected) {
        int page = Math.min(PAGE, limit - collected.size());
        return tasks.ofJob(job, fromIndex, page)
                .chain(rows -> names(rows).chain(names -> {
                    rows.forEach(task -> collected.add(TaskSummary.of(task, TaskWorker.of(task.workerId, names))));
                    return rows.size() < page || collected.size() >= limit
                            ? Uni.createFrom().item(collected)
                            : collect(job, rows.getLast().index + 1, limit, collected);
                }));
    }

    private Uni<Map<UUID, String>> names(List<TaskRow> rows) {
        return workers.names(rows.stream()
                .map(task -> task.workerId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
    }
}
