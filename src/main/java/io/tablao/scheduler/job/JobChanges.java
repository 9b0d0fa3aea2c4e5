// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.ChangeJobPriority;
import io.tablao.event.JobCommand.ChangeJobTag;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobEvent.JobPriorityChanged;
import io.tablao.event.JobEvent.JobTagChanged;
import io.tablao.event.QueueCommand.ForgetJob;
import io.tablao.event.QueueCommand.ReprioritizeJob;
import io.tablao.event.Refusal;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.Objects;

/** What people change of a job without touching its status: when its tasks run, and where. */
final class JobChanges {

    private JobChanges() {}

    static Decision changePriority(Circumstances circumstances, ChangeJobPriority change) {
        int priority = change.priority();
        if (priority < 0 || priority > JobSubmission.MAX_PRIORITY) {
            return Decision.rejected(Refusal.Kind.INVALID, "A job's priority is between 0 and 100, not " + priority);
        }
        if (priority == circumstances.head().priority()) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new JobPriorityChanged(change.job(), priority));
        if (circumstances.status().runs()) {
            for (var type : circumstances.tasks().types()) {
                decision.effect(
                        new Effect.Tell(new ReprioritizeJob(circumstances.queue(type), change.job(), priority)));
            }
        }
        return decision.accepted();
    }

    /**
     * What waits goes to the queues of the new tag. What is active goes on to its end wherever it runs; the queue that it came
     * from takes its worker for free a little early, as it does with one that runs a task of another type.
     */
    static Decision changeTag(Circumstances circumstances, ChangeJobTag change) {
        if (Objects.equals(change.tag(), circumstances.head().workerTag())) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new JobTagChanged(change.job(), change.tag()));
        boolean runs = circumstances.status().runs();
        if (runs || circumstances.status() == JobStatus.PAUSE_REQUESTED) {
            for (var type : circumstances.tasks().types()) {
                decision.effect(new Effect.Tell(new ForgetJob(circumstances.queue(type), change.job())));
            }
        }
        if (runs) {
            decision.effect(new Effect.Tell(new ReleaseTasks(change.job())));
        }
        return decision.accepted();
    }
}
