// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.util.EnumSet;
import java.util.Set;

/** From which status to which a job, and a task, may go. Whatever is decided keeps to these two tables. */
final class JobTransitions {

    private JobTransitions() {}

    static boolean allows(JobStatus from, JobStatus to) {
        return successors(from).contains(to);
    }

    static boolean allows(TaskStatus from, TaskStatus to) {
        return successors(from).contains(to);
    }

    private static Set<JobStatus> successors(JobStatus from) {
        return switch (from) {
            case UNDER_CONSTRUCTION ->
                EnumSet.of(
                        JobStatus.QUEUED, JobStatus.PAUSED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELED);
            // Completed without having been active: it was queued again while its last tasks ran.
            case QUEUED ->
                EnumSet.of(
                        JobStatus.ACTIVE,
                        JobStatus.COMPLETED,
                        JobStatus.FAILED,
                        JobStatus.PAUSE_REQUESTED,
                        JobStatus.PAUSED,
                        JobStatus.CANCELED);
            case ACTIVE ->
                EnumSet.of(
                        JobStatus.QUEUED,
                        JobStatus.COMPLETED,
                        JobStatus.FAILED,
                        JobStatus.PAUSE_REQUESTED,
                        JobStatus.PAUSED,
                        JobStatus.CANCELED);
            case PAUSE_REQUESTED ->
                EnumSet.of(
                        JobStatus.QUEUED, JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.PAUSED, JobStatus.CANCELED);
            case PAUSED -> EnumSet.of(JobStatus.QUEUED, JobStatus.CANCELED);
            case COMPLETED, FAILED, CANCELED -> EnumSet.of(JobStatus.QUEUED);
            // Asked for, and carried out at once: no job stands in them.
            case CANCEL_REQUESTED, REQUEUEING -> EnumSet.noneOf(JobStatus.class);
        };
    }

    private static Set<TaskStatus> successors(TaskStatus from) {
        return switch (from) {
            // Failed without having been active: no worker is left that may run it.
            case QUEUED -> EnumSet.of(TaskStatus.ACTIVE, TaskStatus.FAILED, TaskStatus.CANCELED, TaskStatus.PAUSED);
            case SOFT_FAILED ->
                EnumSet.of(
                        TaskStatus.QUEUED,
                        TaskStatus.ACTIVE,
                        TaskStatus.FAILED,
                        TaskStatus.CANCELED,
                        TaskStatus.PAUSED);
            case ACTIVE ->
                EnumSet.of(
                        TaskStatus.QUEUED,
                        TaskStatus.COMPLETED,
                        TaskStatus.SOFT_FAILED,
                        TaskStatus.FAILED,
                        TaskStatus.CANCELED,
                        TaskStatus.PAUSED);
            // Paused: queued again while its job was pausing.
            case FAILED -> EnumSet.of(TaskStatus.QUEUED, TaskStatus.PAUSED);
            case PAUSED -> EnumSet.of(TaskStatus.QUEUED, TaskStatus.CANCELED);
            case COMPLETED, CANCELED -> EnumSet.of(TaskStatus.QUEUED);
        };
    }
}
