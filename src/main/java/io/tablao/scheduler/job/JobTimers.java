// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.EntityKey;
import io.tablao.event.JobCommand.CheckTask;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.RetryTask;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.scheduler.entity.Effect;
import java.time.Instant;

/**
 * The timers of a job and its tasks. An active task has one, which fires when nothing has been heard of it for too long; whatever is heard
 * of it sets the timer anew, and nothing is written down for that.
 *
 * <p>One timer a task, and not one a job with the earliest of its deadlines: the timer is then all the memory that there is
 * of the last contact, so that a touch costs no event, no state and no look at the job's other tasks. There are as many as
 * slots are busy, some 300 bytes each.
 */
final class JobTimers {

    private JobTimers() {}

    static Effect.SetTimer untouched(TaskKey task, int attempt, Instant at) {
        return new Effect.SetTimer(untouchedKey(task), at, new CheckTask(task, attempt));
    }

    /** @param retry which one, from 1 */
    static Effect.SetTimer retry(TaskKey task, int retry, Instant at) {
        return new Effect.SetTimer(key(task, " retry"), at, new RetryTask(task, retry));
    }

    /** The job's own one: nothing of it runs before. */
    static Effect.SetTimer start(JobId job, Instant at) {
        return new Effect.SetTimer(EntityKey.of(job) + " start", at, new ReleaseTasks(job));
    }

    static String untouchedKey(TaskKey task) {
        return key(task, " untouched");
    }

    private static String key(TaskKey task, String what) {
        return EntityKey.of(task.job()) + " " + task.index() + what;
    }
}
