// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.Crew.DORA;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.rules;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.blocklisted;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.dequeue;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.fail;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.refused;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.task;
import static io.tablao.scheduler.job.Plot.taskFailed;
import static io.tablao.scheduler.job.Plot.taskGivenUp;
import static io.tablao.scheduler.job.Plot.taskReturned;
import static io.tablao.scheduler.job.Plot.taskSoftFailed;
import static io.tablao.scheduler.job.Plot.tasksBecome;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskFailuresTest {

    /** With one failed task of four, a job has long failed; here it takes all of them. */
    private static final Rules LENIENT = failing(3, 100);

    /** One failure fails a task, and a quarter of the tasks the job. */
    private static final Rules QUARTER = failing(1, 25);

    private static Rules failing(int taskFailAfter, int jobFailPercent) {
        var none = Duration.ZERO;
        return new Rules(
                taskFailAfter,
                3,
                jobFailPercent,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                ZoneOffset.UTC,
                none,
                none,
                Rules.DEFAULT.farm());
    }

    @Test
    void aTaskThatOneWorkerFailedIsForAnother() {
        given(job(renders(20)), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(taskSoftFailed(0, 1, ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(0, 2)))
                .tells(enqueue(BLENDER, Set.of(ANNA.id()), queued(0, 2)));
    }

    @Test
    void aTaskThatAsManyWorkersFailedAsTheRulesSayIsFailed() {
        given(job(renders(20)), failed(0, ANNA, BERT), started(0, CARL))
                .when(fail(0, CARL))
                .then(taskFailed(0, 3, CARL))
                .tells(freeSlot(0, CARL), releaseTasks())
                .job(JobStatus.ACTIVE);
    }

    @Test
    void aReturnedTaskKeepsItsFailures() {
        given(job(renders(20)), failed(0, ANNA), started(0, BERT))
                .when(returnTasks(BERT))
                .then(taskReturned(0, TaskStatus.SOFT_FAILED))
                .and(that(release()), started(0, BERT))
                .when(fail(0, BERT))
                .then(taskSoftFailed(0, 3, BERT));
    }

    @Test
    void tenPercentOfFailedTasksFailTheJob() {
        given(job(renders(20)), failed(0, ANNA, BERT, CARL), failed(1, BERT, CARL), started(1, DORA), started(2, ANNA))
                .when(fail(1, DORA))
                .then(
                        taskFailed(1, 3, DORA),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED))
                .because("2 of 20 tasks failed, the last one was t1: out of memory")
                .notifies(stop(2, 1, ANNA))
                .tells(freeSlot(1, DORA), freeSlot(2, ANNA), dequeue(BLENDER));
    }

    @Test
    void lessThanTenPercentOfFailedTasksDoNot() {
        given(job(renders(21)), failed(0, ANNA, BERT, CARL), failed(1, BERT, CARL), started(1, DORA))
                .when(fail(1, DORA))
                .then(taskFailed(1, 3, DORA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void howManyPercentFailAJobIsConfigured() {
        given(job(renders(4)), rules(QUARTER), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(
                        taskFailed(0, 1, ANNA),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED));
        given(job(renders(5)), rules(QUARTER), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(taskFailed(0, 1, ANNA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void aFailedJobLeavesAllItsQueues() {
        given(job(film(1)), roster(ANNA.awake()), started(0, ANNA))
                .when(fail(0, ANNA))
                .tells(freeSlot(0, ANNA), dequeue(BLENDER), dequeue(FFMPEG));
    }

    @Test
    void aTaskThatNobodyIsLeftForFailsAndSoDoesTheJob() {
        given(job(renders(20)), roster(ANNA.awake()), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(
                        taskFailed(0, 1, ANNA),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED))
                .because("Task t0 failed, and no worker is left to try it: out of memory");
    }

    @Test
    void aWorkerThatIsOfflineCountsAsLeft() {
        given(job(renders(20)), roster(ANNA.awake(), BERT.offline()), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(taskSoftFailed(0, 1, ANNA));
    }

    @Test
    void aWorkerThatDoesNotAcceptTheTypeDoesNotCountAsLeft() {
        given(job(renders(20)), roster(ANNA.awake(), BERT.accepting("ffmpeg")), started(0, ANNA))
                .when(fail(0, ANNA))
                .job(JobStatus.FAILED);
    }

    @Test
    void whoFailsThreeTasksOfATypeIsBlocklistedForIt() {
        given(job(renders(40)), failed(0, ANNA), failed(1, ANNA), started(2, ANNA))
                .when(fail(2, ANNA))
                .then(taskSoftFailed(2, 1, ANNA), blocklisted(ANNA));
    }

    @Test
    void failuresOfOtherTypesDoNotCount() {
        var tasks =
                List.of(task(0, "ffmpeg"), task(1, "blender"), task(2, "blender"), task(3, "misc"), task(4, "blender"));
        given(job(tasks), rules(LENIENT), failed(0, ANNA), failed(1, ANNA), started(2, ANNA))
                .when(fail(2, ANNA))
                .then(taskSoftFailed(2, 1, ANNA));
    }

    @Test
    void aTaskThatSomebodyElseCompletedStillCountsAgainstWhoFailedIt() {
        given(job(renders(40)), failed(0, ANNA), completed(0, BERT), failed(1, ANNA), started(2, ANNA))
                .when(fail(2, ANNA))
                .then(taskSoftFailed(2, 1, ANNA), blocklisted(ANNA));
    }

    @Test
    void whatABlocklistedWorkerFailedHardIsQueuedAgain() {
        given(job(renders(40)), failed(0, BERT, CARL, ANNA), failed(1, ANNA), started(2, ANNA))
                .tasksOf(0, TaskStatus.FAILED)
                .when(fail(2, ANNA))
                .then(taskSoftFailed(2, 1, ANNA), blocklisted(ANNA), taskReturned(0, TaskStatus.QUEUED))
                .tells(freeSlot(2, ANNA), releaseTasks())
                .when(release())
                .tells(
                        enqueue(BLENDER, Set.of(ANNA.id(), BERT.id(), CARL.id()), queued(0, 4)),
                        enqueue(BLENDER, Set.of(ANNA.id()), queued(2, 2)));
    }

    @Test
    void aBlocklistedWorkerGetsNoneOfThatTypeAnyMore() {
        given(job(renders(40)), failed(0, ANNA), failed(1, ANNA), failed(2, ANNA))
                .when(start(3, ANNA))
                .then(taskReturned(3, TaskStatus.QUEUED))
                .notifies(refused(3, 1, ANNA))
                .when(release())
                .tells(enqueue(BLENDER, Set.of(ANNA.id()), queued(3, 2)));
    }

    @Test
    void aBlocklistedWorkerStillRunsOtherTypes() {
        var tasks = List.of(task(0, "blender"), task(1, "blender"), task(2, "blender"), task(3, "ffmpeg"));
        given(job(tasks), rules(LENIENT), failed(0, ANNA), failed(1, ANNA), failed(2, ANNA))
                .when(start(3, ANNA))
                .tasksOf(3, TaskStatus.ACTIVE);
    }

    @Test
    void aBlocklistThatLeavesNobodyForAnotherTaskFailsTheJob() {
        // Bert has failed task 3; with Anna on the blocklist nobody is left for it.
        given(
                        job(renders(40)),
                        roster(ANNA.awake(), BERT.awake()),
                        failed(3, BERT),
                        failed(0, ANNA),
                        failed(1, ANNA),
                        started(2, ANNA))
                .when(fail(2, ANNA))
                .then(
                        taskSoftFailed(2, 1, ANNA),
                        blocklisted(ANNA),
                        taskGivenUp(3, 2),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED));
    }

    @Test
    void aTaskOfAWorkerThatIsAloneOffTheBlocklistFailsTheJob() {
        given(
                        job(renders(60)),
                        roster(ANNA.awake(), BERT.awake()),
                        failed(0, ANNA),
                        completed(0, BERT),
                        failed(1, ANNA),
                        completed(1, BERT),
                        failed(2, ANNA),
                        completed(2, BERT))
                .job(JobStatus.ACTIVE)
                .and(started(3, BERT))
                .when(fail(3, BERT))
                .because("Task t3 failed, and no worker is left to try it: out of memory");
    }

    @Test
    void aPausingJobPausesWhatFailsSoftly() {
        given(job(renders(20)), started(0, ANNA), that(pause()))
                .when(fail(0, ANNA))
                .then(
                        taskSoftFailed(0, 1, ANNA),
                        taskReturned(0, TaskStatus.PAUSED),
                        becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED))
                .tells(freeSlot(0, ANNA));
    }

    @Test
    void aPausingJobCanFail() {
        given(job(renders(3)), roster(ANNA.awake()), started(0, ANNA), that(pause()))
                .when(fail(0, ANNA))
                .then(taskFailed(0, 1, ANNA), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.FAILED))
                .tasks(TaskStatus.FAILED, TaskStatus.PAUSED, TaskStatus.PAUSED);
    }

    @Test
    void aFailedTaskMakesAQueuedJobActive() {
        given(job(renders(20)), started(0, ANNA), that(requeue()))
                .when(fail(0, ANNA))
                .then(taskSoftFailed(0, 1, ANNA), becomes(JobStatus.QUEUED, JobStatus.ACTIVE));
    }

    @Test
    void theMessageOfAFailureIsKept() {
        var task = JobTrial.key(0);
        var decision =
                given(job(renders(20)), started(0, ANNA)).when(fail(0, ANNA)).decision();

        assertThat(((Decision.Accepted) decision).events())
                .containsExactly(new JobEvent.TaskSoftFailed(task, 1, ANNA.id(), "out of memory"));
    }
}
