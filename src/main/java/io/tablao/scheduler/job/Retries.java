// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.RetryTask;
import io.tablao.event.JobEvent.RetryDue;
import io.tablao.event.JobEvent.RetryPlanned;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.model.Durations;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Automatic retries. A task that would fail for good, because enough workers have failed it or none is left that may try,
 * is queued again instead, with its failures forgotten and after a delay: for so many rounds as its job has asked for. In
 * each round every worker may try it that is not blocklisted; soft failures within a round are what they always are.
 */
final class Retries {

    private Retries() {}

    /**
     * Whether a task that would fail is tried again.
     *
     * @param blocklisted for the task's type; with nobody beside them another round would come to nothing
     */
    static boolean possible(Circumstances circumstances, int index, Set<WorkerId> blocklisted) {
        int most = circumstances.job().terms().options().retries();
        return used(circumstances, index) < most
                && !circumstances.nobodyLeft(
                        circumstances.tasks().definition(index).type(), blocklisted);
    }

    /** The task, which does not run any more, waits for its next round. */
    static void plan(Circumstances circumstances, Decision.Builder decision, int index, String failure) {
        var task = circumstances.key(index);
        var options = circumstances.job().terms().options();
        if (circumstances.status() == JobStatus.PAUSE_REQUESTED) {
            // Queueing the job again forgives everything anyway.
            decision.event(new TaskReturned(task, TaskStatus.PAUSED, true, "The job is being paused"));
            return;
        }
        int retry = used(circumstances, index) + 1;
        Duration delay = options.delay(retry);
        var at = circumstances.now().plus(delay);
        String reason = "Retry %d of %d in %s: %s".formatted(retry, options.retries(), Durations.text(delay), failure);
        decision.event(new TaskReturned(task, TaskStatus.QUEUED, true, reason))
                .event(new RetryPlanned(task, retry, at))
                .effect(JobTimers.retry(task, retry, at));
    }

    /** The timer has fired. */
    static Decision due(Circumstances circumstances, RetryTask command) {
        int index = command.task().index();
        var retry = circumstances.tasks().has(index) ? circumstances.tasks().retry(index) : null;
        Instant notBefore = retry == null ? null : retry.notBefore();
        if (retry == null || notBefore == null || retry.retry() != command.retry()) {
            return Decision.NOTHING;
        }
        if (notBefore.isAfter(circumstances.now())) {
            return new Decision.Builder()
                    .effect(JobTimers.retry(command.task(), command.retry(), notBefore))
                    .accepted();
        }
        return new Decision.Builder()
                .event(new RetryDue(command.task()))
                .effect(new Effect.Tell(new ReleaseTasks(command.job())))
                .accepted();
    }

    private static int used(Circumstances circumstances, int index) {
        var retry = circumstances.tasks().retry(index);
        return retry == null ? 0 : retry.retry();
    }
}
