// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.EntityKey;
import io.tablao.event.JobCommand;
import io.tablao.event.JobCommand.EraseJob;
import io.tablao.event.JobCommand.ExpireJob;
import io.tablao.event.JobEvent.JobDeleted;
import io.tablao.event.JobEvent.JobDeletionRequested;
import io.tablao.event.JobEvent.JobTasksErased;
import io.tablao.event.Refusal;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;

/**
 * How a job is deleted: what runs of it is stopped at once, and then its state is erased from the last task to the first, in
 * steps that each fit into a transaction. What is left says how far that has come, so whoever recovers the job goes on.
 */
final class Deletion {

    /** About so many tasks are erased in a step; a chunk is never divided. */
    static final int AT_ONCE = 2_000;

    private Deletion() {}

    /**
     * Tasks are not canceled one by one, only relieved of their workers: a moment later they are erased, and what becomes of
     * a million of them would not fit into a transaction.
     */
    static Decision request(Circumstances circumstances, String reason) {
        JobId job = circumstances.head().job();
        var decision = new Decision.Builder();
        if (!circumstances.status().ended()) {
            decision.event(circumstances.becomes(JobStatus.CANCELED, "It is being deleted"));
        }
        decision.event(new JobDeletionRequested(job, circumstances.now(), reason));
        for (var task : circumstances.tasks().active()) {
            Cancellation.stop(circumstances, decision, task, "The job is being deleted");
        }
        Cancellation.dequeue(circumstances, decision);
        return decision.effect(goOn(job, circumstances.now())).accepted();
    }

    /** The job has been kept for long enough, if it has not run again meanwhile. */
    static Decision expire(Circumstances circumstances, ExpireJob expire) {
        return expire.ended().equals(circumstances.head().ended())
                ? request(
                        circumstances,
                        "It ended " + days(circumstances.rules()) + " ago, and the farm keeps no job for longer")
                : Decision.NOTHING;
    }

    private static String days(Rules rules) {
        long days = rules.jobRetention().toDays();
        return days == 0 ? rules.jobRetention().toString() : days == 1 ? "a day" : days + " days";
    }

    /** What comes of a command for a job that is being deleted. */
    static Decision decide(JobState job, JobCommand command, Instant now, Rules rules) {
        return switch (command) {
            case EraseJob erase -> erase(job, now, rules);
            case JobCommand.Report report -> TaskReports.refuse(report, Refusal.Kind.CONFLICT, sentence(job));
            case JobCommand.RequestJobStatus request -> refused(job);
            case JobCommand.ChangeJobPriority change -> refused(job);
            case JobCommand.ChangeJobTag change -> refused(job);
            case JobCommand.RequestTaskStatus request -> refused(job);
            case JobCommand.UnblockWorkers unblock -> refused(job);
            // Who submitted the job waits for its compilation.
            case JobCommand.SealJob seal -> refused(job);
            case JobCommand.FailCompilation failure -> refused(job);
            case JobCommand.DeleteJob again -> Decision.NOTHING;
            case JobCommand.RegisterJob again -> Decision.NOTHING;
            case JobCommand.AddTasks late -> Decision.NOTHING;
            case JobCommand.ReleaseTasks late -> Decision.NOTHING;
            case JobCommand.ReturnTasks late -> Decision.NOTHING;
            case JobCommand.ExpireAttempt late -> Decision.NOTHING;
            case JobCommand.CheckTask late -> Decision.NOTHING;
            case JobCommand.RetryTask late -> Decision.NOTHING;
            case JobCommand.HearOfJob late -> Decision.NOTHING;
            case JobCommand.FollowJob follow -> Terms.followNothing(follow);
            case JobCommand.ExpireJob late -> Decision.NOTHING;
            case JobCommand.ForgetDeletedJob early -> Decision.NOTHING;
        };
    }

    private static Decision refused(JobState job) {
        return Decision.rejected(Refusal.Kind.CONFLICT, sentence(job));
    }

    private static String sentence(JobState job) {
        return "Job " + job.head().name() + " is being deleted";
    }

    private static Decision erase(JobState job, Instant now, Rules rules) {
        JobId id = job.head().job();
        int left = job.chunks();
        for (int tasks = 0; left > 0 && tasks < AT_ONCE; ) {
            left--;
            tasks += job.tasksInChunk(left);
        }
        var decision = new Decision.Builder();
        if (left < job.chunks()) {
            decision.event(new JobTasksErased(id, left));
        }
        return left > 0
                ? decision.effect(goOn(id, now)).accepted()
                : decision.event(new JobDeleted(id, now))
                        .effect(DeletedJob.forget(id, now, rules))
                        .accepted();
    }

    /** By a timer: what a decision tells its own shard would be decided in the same transaction. */
    static Effect.SetTimer goOn(JobId job, Instant now) {
        return new Effect.SetTimer(EntityKey.of(job) + " erase", now, new EraseJob(job));
    }
}
