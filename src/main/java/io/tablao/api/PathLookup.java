// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Uni;
import io.tablao.model.JobId;
import io.tablao.model.TaskId;
import io.tablao.readmodel.JobQueries;
import io.tablao.readmodel.JobRow;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.TaskRow;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Finds what a path names, or says that there is no such thing. */
@ApplicationScoped
public class PathLookup {

    private final JobQueries jobs;
    private final TaskQueries tasks;

    @Inject
    PathLookup(JobQueries jobs, TaskQueries tasks) {
        this.jobs = jobs;
        this.tasks = tasks;
    }

    public Uni<JobRow> job(String id) {
        JobId job = Ids.job(id);
        return jobs.find(job).map(found -> found.orElseThrow(() -> ApiProblem.notFound("There is no job " + job)));
    }

    public Uni<TaskRow> task(String id) {
        TaskId task = Ids.task(id);
        return tasks.find(task).map(found -> found.orElseThrow(() -> ApiProblem.notFound("There is no task " + task)));
    }
}
