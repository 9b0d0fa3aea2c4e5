// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent;
import io.tablao.event.Notice;

/** Events and notices without their words for people, so that tests of rules do not break when a sentence is bettered. */
final class Wordless {

    private Wordless() {}

    static JobEvent event(JobEvent event) {
        return switch (event) {
            case JobEvent.JobStatusChanged e -> new JobEvent.JobStatusChanged(e.job(), e.from(), e.to(), "", null);
            case JobEvent.TasksChanged e -> new JobEvent.TasksChanged(e.job(), e.from(), e.to(), "");
            case JobEvent.TaskReturned e -> new JobEvent.TaskReturned(e.task(), e.to(), e.forgetFailures(), "");
            case JobEvent.TaskFailed e -> new JobEvent.TaskFailed(e.task(), e.attempt(), e.worker(), "");
            case JobEvent.TaskSoftFailed e -> new JobEvent.TaskSoftFailed(e.task(), e.attempt(), e.worker(), "");
            case JobEvent.CompilationFailed e -> new JobEvent.CompilationFailed(e.job(), "", null);
            case JobEvent.CompilationCanceled e -> new JobEvent.CompilationCanceled(e.job(), "", null);
            case JobEvent.InitialStatusChanged e -> new JobEvent.InitialStatusChanged(e.job(), e.status(), "");
            case JobEvent.JobStalled e -> new JobEvent.JobStalled(e.job(), "");
            case JobEvent.TaskCanceled e -> new JobEvent.TaskCanceled(e.task(), "");
            case JobEvent.JobTagChanged e -> e;
            case JobEvent.TasksRecalled e -> e;
            case JobEvent.WorkersUnblocked e -> e;
            case JobEvent.JobDeletionRequested e -> new JobEvent.JobDeletionRequested(e.job(), e.at(), "");
            case JobEvent.JobTasksErased e -> e;
            case JobEvent.JobDeleted e -> e;
            case JobEvent.JobForgotten e -> e;
            case JobEvent.StartTimeReached e -> new JobEvent.StartTimeReached(e.job(), "");
            case JobEvent.PredecessorHeard e ->
                new JobEvent.PredecessorHeard(e.job(), e.predecessor(), e.name(), e.status(), "");
            case JobEvent.OptionsTaken e -> e;
            case JobEvent.FollowerAdded e -> e;
            case JobEvent.FollowersForgotten e -> e;
            case JobEvent.RetryPlanned e -> e;
            case JobEvent.RetryDue e -> e;
            case JobEvent.JobRegistered e -> e;
            case JobEvent.CompilationRestarted e -> e;
            case JobEvent.TasksAdded e -> e;
            case JobEvent.JobSealed e -> e;
            case JobEvent.JobPriorityChanged e -> e;
            case JobEvent.TasksReleased e -> e;
            case JobEvent.BlocklistCleared e -> e;
            case JobEvent.WorkerBlocklisted e -> e;
            case JobEvent.TaskStarted e -> e;
            case JobEvent.TaskProgressed e -> e;
            case JobEvent.TaskCompleted e -> e;
        };
    }

    static Notice notice(Notice notice) {
        return switch (notice) {
            case Notice.Refused n -> new Notice.Refused(n.worker(), n.session(), n.task(), n.attempt(), "");
            case Notice.StopTask n -> new Notice.StopTask(n.worker(), n.session(), n.task(), n.attempt(), "");
            case Notice.SessionEnded n -> new Notice.SessionEnded(n.worker(), n.session(), "");
            case Notice.SignedOn n -> n;
            case Notice.ChangeStatus n -> n;
            case Notice.ChangeTags n -> n;
            case Notice.Granted n -> n;
            case Notice.Offered n -> n;
        };
    }
}
