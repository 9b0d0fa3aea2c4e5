// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.takenOver;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.check;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.fail;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.progress;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.taskFailed;
import static io.tablao.scheduler.job.Plot.taskReturned;
import static io.tablao.scheduler.job.Plot.taskSoftFailed;
import static io.tablao.scheduler.job.Plot.tasksBecome;

import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Flamenco: a task that is active and untouched for ten minutes fails. */
class TaskTimeoutTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    @Test
    void aTaskThatStartsIsWatched() {
        given(job(renders(20)), started(0, ANNA)).timer("0 untouched", TIMEOUT).noTimer("1 untouched");
    }

    @Test
    void aTaskThatNothingIsHeardOfFailsOnItsWorkerWhichIsToldToStop() {
        given(job(renders(20)), started(0, ANNA), later(TIMEOUT))
                .when(check(0))
                .then(taskSoftFailed(0, 1, ANNA))
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA, TIMEOUT), releaseTasks())
                .noTimer("0 untouched");
    }

    @Test
    void itCountsAsAnyFailureByItsWorker() {
        given(job(renders(20)), failed(0, ANNA, BERT), started(0, CARL), later(TIMEOUT))
                .when(check(0))
                .then(taskFailed(0, 3, CARL));
        given(job(renders(20)), roster(ANNA.awake()), started(0, ANNA), later(TIMEOUT))
                .when(check(0))
                .then(
                        taskFailed(0, 1, ANNA),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED))
                .because("Task t0 failed, and no worker is left to try it: Nothing was heard of it for 10m");
    }

    @Test
    void inAPausingJobItBecomesPaused() {
        given(job(renders(20)), started(0, ANNA), that(pause()), later(TIMEOUT))
                .when(check(0))
                .then(
                        taskSoftFailed(0, 1, ANNA),
                        taskReturned(0, TaskStatus.PAUSED),
                        becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED));
    }

    @Test
    void whateverIsReportedOfItTouchesIt() {
        given(job(renders(20)), started(0, ANNA), later(MINUTE))
                .when(progress(0, ANNA, 3))
                .timer("0 untouched", TIMEOUT.plus(MINUTE))
                .and(later(MINUTE))
                .when(progress(0, ANNA, 3))
                .timer("0 untouched", TIMEOUT.plus(MINUTE).plus(MINUTE));
    }

    @Test
    void aReportOfAnotherWorkerOrAttemptDoesNotTouchIt() {
        given(job(renders(20)), started(0, ANNA), later(MINUTE))
                .when(progress(0, BERT, 3))
                .timer("0 untouched", TIMEOUT);
    }

    @Test
    void howeverItEndsItIsWatchedNoMore() {
        given(job(renders(20)), started(0, ANNA)).when(finish(0, ANNA)).noTimer("0 untouched");
        given(job(renders(20)), started(0, ANNA)).when(fail(0, ANNA)).noTimer("0 untouched");
        given(job(renders(20)), started(0, ANNA)).when(cancel()).noTimer("0 untouched");
        given(job(renders(20)), started(0, ANNA)).when(returnTasks(ANNA)).noTimer("0 untouched");
    }

    @Test
    void aTimerThatIsLateFindsNothingToDo() {
        given(job(renders(20)), completed(0, ANNA), later(TIMEOUT))
                .when(check(0))
                .thenNothing();
        given(job(renders(20)), failed(0, ANNA), started(0, BERT), later(TIMEOUT))
                .when(trial -> new io.tablao.event.JobCommand.CheckTask(JobTrial.key(0), 1))
                .thenNothing();
        given(job(renders(2))).when(check(7)).thenNothing();
    }

    @Test
    void aTimerThatIsEarlySinceAClockWasSetLooksAgain() {
        given(job(renders(20)), started(0, ANNA), later(MINUTE))
                .when(check(0))
                .then()
                .timer("0 untouched", TIMEOUT);
    }

    @Test
    void afterATakeOverTheTaskMayBeSilentForTheGracePeriodToo() {
        given(job(renders(20)), started(0, ANNA), later(Duration.ofHours(12)), takenOver())
                .timer("0 untouched", Duration.ofHours(12).plus(TIMEOUT).plus(Duration.ofMinutes(5)))
                .noTimer("1 untouched");
    }
}
