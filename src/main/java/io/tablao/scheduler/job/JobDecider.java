// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand;
import io.tablao.event.Refusal;
import io.tablao.model.Roster;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides what comes of a command for a job. Looks at the job, the roster and the time it is told; changes nothing. */
public final class JobDecider {

    private JobDecider() {}

    /** @param state null: there is no such job */
    public static Decision decide(
            @Nullable JobState state, Roster roster, JobCommand command, Instant now, Rules rules) {
        if (state == null) {
            return decideWithoutJob(command, now);
        }
        Decision decision = state.head().deleteRequested() == null
                ? decideWithConsequences(new Circumstances(state, roster, now, rules), command)
                : Deletion.decide(state, command, now, rules);
        return Retention.follow(state.head().job(), decision, rules);
    }

    private static Decision decideWithoutJob(JobCommand command, Instant now) {
        if (command instanceof JobCommand.RegisterJob register) {
            return Compilation.register(register, now);
        }
        if (command instanceof JobCommand.FollowJob follow) {
            return Terms.followNothing(follow);
        }
        String sentence = "There is no job " + command.job();
        return command instanceof JobCommand.Report report
                ? TaskReports.refuse(report, Refusal.Kind.NOT_FOUND, sentence)
                : Decision.rejected(Refusal.Kind.NOT_FOUND, sentence);
    }

    private static Decision decideWithConsequences(Circumstances circumstances, JobCommand command) {
        return Consequences.of(circumstances, decide(circumstances, command));
    }

    private static Decision decide(Circumstances circumstances, JobCommand command) {
        return switch (command) {
            case JobCommand.RegisterJob again -> Decision.NOTHING;
            case JobCommand.AddTasks add -> Compilation.add(circumstances, add);
            case JobCommand.SealJob seal -> Compilation.seal(circumstances, seal);
            case JobCommand.FailCompilation failure -> Compilation.fail(circumstances, failure);
            case JobCommand.RequestJobStatus request -> StatusRequests.decide(circumstances, request);
            case JobCommand.ChangeJobPriority change -> JobChanges.changePriority(circumstances, change);
            case JobCommand.ChangeJobTag change -> JobChanges.changeTag(circumstances, change);
            case JobCommand.RequestTaskStatus request -> TaskRequests.decide(circumstances, request);
            case JobCommand.UnblockWorkers unblock -> Blocklist.unblock(circumstances, unblock);
            case JobCommand.DeleteJob delete -> Deletion.request(circumstances, delete.reason());
            case JobCommand.ExpireJob expire -> Deletion.expire(circumstances, expire);
            // For jobs that are being deleted, or were.
            case JobCommand.EraseJob erase -> Decision.NOTHING;
            case JobCommand.ForgetDeletedJob forget -> Decision.NOTHING;
            case JobCommand.ReleaseTasks release -> Releases.release(circumstances);
            case JobCommand.ReturnTasks giveBack -> Releases.returnTasks(circumstances, giveBack);
            case JobCommand.ExpireAttempt expire -> Releases.expire(circumstances, expire);
            case JobCommand.RetryTask retry -> Retries.due(circumstances, retry);
            case JobCommand.FollowJob follow -> Terms.follow(circumstances, follow);
            case JobCommand.HearOfJob news -> Terms.hear(circumstances, news);
            case JobCommand.CheckTask check -> TaskFailures.timeOut(circumstances, check);
            case JobCommand.StartTask start -> TaskReports.start(circumstances, start);
            case JobCommand.ReportProgress progress -> TaskReports.progress(circumstances, progress);
            case JobCommand.FinishTask finish -> TaskReports.finish(circumstances, finish);
            case JobCommand.FailTask failure -> TaskFailures.fail(circumstances, failure);
        };
    }
}
