// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.EntityKey;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent.JobForgotten;
import io.tablao.event.JobPart.JobGrave;
import io.tablao.event.Refusal;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Entity;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is left of a deleted job: its id, and when it was deleted. As long as it is remembered, a submission that is delivered
 * once more does not bring the job back.
 */
public final class DeletedJob implements Entity {

    private final JobGrave grave;
    private final EntityKey key;

    public DeletedJob(JobGrave grave) {
        this.grave = grave;
        this.key = grave.entity();
    }

    public Decision decide(JobCommand command) {
        return switch (command) {
            case JobCommand.ForgetDeletedJob forget ->
                new Decision.Builder().event(new JobForgotten(grave.job())).accepted();
            case JobCommand.Report report -> TaskReports.refuse(report, Refusal.Kind.NOT_FOUND, sentence());
            case JobCommand.RequestJobStatus request -> Decision.rejected(Refusal.Kind.NOT_FOUND, sentence());
            case JobCommand.ChangeJobPriority change -> Decision.rejected(Refusal.Kind.NOT_FOUND, sentence());
            case JobCommand.ChangeJobTag change -> Decision.rejected(Refusal.Kind.NOT_FOUND, sentence());
            case JobCommand.RequestTaskStatus request -> Decision.rejected(Refusal.Kind.NOT_FOUND, sentence());
            case JobCommand.UnblockWorkers unblock -> Decision.rejected(Refusal.Kind.NOT_FOUND, sentence());
            // Who submitted a job with this id waits for the compilation.
            case JobCommand.RegisterJob another -> usedUp();
            case JobCommand.SealJob seal -> usedUp();
            case JobCommand.FailCompilation failure -> usedUp();
            case JobCommand.DeleteJob again -> Decision.NOTHING;
            case JobCommand.AddTasks late -> Decision.NOTHING;
            case JobCommand.ReleaseTasks late -> Decision.NOTHING;
            case JobCommand.ReturnTasks late -> Decision.NOTHING;
            case JobCommand.ExpireAttempt late -> Decision.NOTHING;
            case JobCommand.CheckTask late -> Decision.NOTHING;
            case JobCommand.RetryTask late -> Decision.NOTHING;
            case JobCommand.HearOfJob late -> Decision.NOTHING;
            case JobCommand.FollowJob follow -> Terms.followNothing(follow);
            case JobCommand.ExpireJob late -> Decision.NOTHING;
            case JobCommand.EraseJob again -> Decision.NOTHING;
        };
    }

    private Decision usedUp() {
        return Decision.rejected(
                Refusal.Kind.CONFLICT, sentence() + "; submit it with another id, or without one, to have it again");
    }

    private String sentence() {
        return "Job " + grave.job() + " was deleted";
    }

    static Effect.SetTimer forget(JobId job, Instant deleted, Rules rules) {
        return new Effect.SetTimer(
                EntityKey.of(job) + " forget",
                deleted.plus(rules.deletedJobMemory()),
                new JobCommand.ForgetDeletedJob(job));
    }

    @Override
    public EntityKey key() {
        return key;
    }

    @Override
    public Optional<State> part(String part) {
        return part.equals(grave.part()) ? Optional.of(grave) : Optional.empty();
    }

    @Override
    public List<State> parts() {
        return List.of(grave);
    }

    @Override
    public List<Effect.SetTimer> timers(Instant now, Rules rules) {
        return List.of(forget(grave.job(), grave.deleted(), rules));
    }
}
