// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.model.JobId;
import io.tablao.model.TaskStatus;
import java.time.Instant;
import java.util.Set;

/** A change of rows that are named by what they are, not one by one: a single statement, however many they are. */
sealed interface BulkChange {

    JobId job();

    /** The job has no tasks. */
    record DropTasks(JobId job) implements BulkChange {}

    record ChangeTasks(JobId job, Set<TaskStatus> from, TaskStatus to, String reason, Instant time)
            implements BulkChange {}

    /** No queue has any task of the job. */
    record RecallTasks(JobId job) implements BulkChange {}

    /** The job is gone; what belonged to it is erased later. */
    record DeleteJob(JobId job, Instant time) implements BulkChange {}

    /** The job's blocklist and the failure lists of its tasks are empty. */
    record ClearBlocklist(JobId job) implements BulkChange {}
}
