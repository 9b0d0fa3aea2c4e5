// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.queuedByHand;
import static io.tablao.scheduler.job.Plot.recalled;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requestTask;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.stalled;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.taskCanceled;
import static io.tablao.scheduler.job.Plot.taskCompleted;
import static io.tablao.scheduler.job.Plot.taskReturned;
import static io.tablao.scheduler.job.Plot.taskStarted;
import static io.tablao.scheduler.job.Plot.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.job.JobTrial.Ask;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people do to single tasks, and how it ripples to the job. */
class TaskRequestsTest {

    private static Ask queue(int task) {
        return requestTask(task, TaskStatus.QUEUED);
    }

    private static Ask cancelTask(int task) {
        return requestTask(task, TaskStatus.CANCELED);
    }

    private static Ask pauseTask(int task) {
        return requestTask(task, TaskStatus.PAUSED);
    }

    // Queued again

    @Test
    void aTaskOfACompletedJobIsQueuedAloneAndItsJobWithIt() {
        given(job(renders(3)), completed(0, ANNA), completed(1, ANNA), completed(2, ANNA))
                .when(queue(1))
                .then(queuedByHand(1), becomes(JobStatus.COMPLETED, JobStatus.QUEUED))
                .because("Somebody asked")
                .tells(releaseTasks())
                .tasks(TaskStatus.COMPLETED, TaskStatus.QUEUED, TaskStatus.COMPLETED)
                .when(release())
                .then(released(queued(1, 2)));
    }

    @Test
    void aJobIsCompletedAgainWithItsSingleTask() {
        given(job(renders(2)), completed(0, ANNA), completed(1, ANNA), that(queue(1)), started(1, ANNA))
                .job(JobStatus.ACTIVE)
                .when(finish(1, ANNA))
                .then(taskCompleted(1, 2, ANNA), becomes(JobStatus.ACTIVE, JobStatus.COMPLETED));
    }

    @Test
    void queueingATaskByHandClearsItsFailureList() {
        given(job(renders(20)), failed(0, ANNA))
                .when(queue(0))
                .then(queuedByHand(0))
                .tells(withdraw(BLENDER, queued(0, 2)), releaseTasks())
                .when(release())
                .tells(enqueue(BLENDER, Set.of(), queued(0, 3)))
                .when(start(0, ANNA))
                .then(taskStarted(0, 3, ANNA));
    }

    @Test
    void aFailedTaskThatIsQueuedByHandMayFailAsOftenAsTheFirstTime() {
        given(job(renders(20)), failed(0, ANNA, BERT, CARL))
                .tasksOf(0, TaskStatus.FAILED)
                .and(that(queue(0)), started(0, ANNA))
                .when(Plot.fail(0, ANNA))
                .then(Plot.taskSoftFailed(0, 4, ANNA));
    }

    @Test
    void queueingATaskResetsItsSteps() {
        var trial = given(job(renders(2)), completed(0, ANNA), that(queue(0)));

        assertThat(trial.state().tasks().progress(0).steps()).isZero();
    }

    @Test
    void aTaskOfAFailedOrCanceledJobBringsItsJobBack() {
        given(job(renders(3)), roster(ANNA.awake()), failed(0, ANNA))
                .job(JobStatus.FAILED)
                .and(roster(ANNA.awake(), BERT.awake()))
                .when(queue(0))
                .then(queuedByHand(0), becomes(JobStatus.FAILED, JobStatus.QUEUED))
                .tasks(TaskStatus.QUEUED, TaskStatus.CANCELED, TaskStatus.CANCELED);
        given(job(renders(2)), that(cancel()))
                .when(queue(1))
                .then(queuedByHand(1), becomes(JobStatus.CANCELED, JobStatus.QUEUED))
                .tasks(TaskStatus.CANCELED, TaskStatus.QUEUED);
    }

    @Test
    void aTaskOfAPausedJobWaitsWithItsJob() {
        given(job(renders(2)), completed(0, ANNA), that(pause()))
                .when(queue(0))
                .then(queuedByHand(0))
                .tells()
                .job(JobStatus.PAUSED)
                .tasks(TaskStatus.QUEUED, TaskStatus.PAUSED);
    }

    @Test
    void anActiveTaskThatIsQueuedByHandIsTakenFromItsWorker() {
        given(job(renders(2)), started(0, ANNA))
                .when(queue(0))
                .then(queuedByHand(0))
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(0, 2)));
    }

    @Test
    void whatDependsOnATaskThatIsQueuedAgainIsCalledBack() {
        given(job(film(2)), completed(0, ANNA), completed(1, ANNA))
                .when(queue(0))
                .then(queuedByHand(0))
                .when(release())
                .then(recalled(queued(2, 1)), released(queued(0, 2)))
                .tells(withdraw(FFMPEG, queued(2, 1)), enqueue(BLENDER, Set.of(), queued(0, 2)))
                .when(start(2, CARL))
                .thenConflict()
                .and(started(0, ANNA))
                .when(finish(0, ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(2, 2)));
    }

    @Test
    void whatDependsOnATaskThatIsQueuedAgainDoesNotStartEvenBeforeItIsCalledBack() {
        given(job(film(1)), completed(0, ANNA))
                .when(queue(0))
                .when(start(1, CARL))
                .thenConflict();
    }

    @Test
    void whatRunsAlreadyGoesOnThoughSomethingItDependsOnIsQueuedAgain() {
        given(job(film(1)), completed(0, ANNA), started(1, BERT), that(queue(0)))
                .tasks(TaskStatus.QUEUED, TaskStatus.ACTIVE)
                .when(finish(1, BERT))
                .then(taskCompleted(1, 1, BERT));
    }

    @Test
    void aTaskThatIsQueuedAlreadyIsLeftAsItIs() {
        given(job(renders(2))).when(queue(0)).thenNothing();
        given(job(renders(2)), completed(0, ANNA), that(queue(0)))
                .when(queue(0))
                .thenNothing();
    }

    // Canceled

    @Test
    void aWaitingTaskIsCanceledAndItsQueueForgetsIt() {
        given(job(renders(2)))
                .when(cancelTask(0))
                .then(taskCanceled(0))
                .tells(withdraw(BLENDER, queued(0, 1)))
                .job(JobStatus.QUEUED)
                .when(start(0, ANNA))
                .thenConflict();
    }

    @Test
    void aTaskThatNoQueueHasIsCanceledWithoutAWord() {
        given(job(film(1))).when(cancelTask(1)).then(taskCanceled(1)).tells();
    }

    @Test
    void anActiveTaskIsCanceledAndItsWorkerStopped() {
        given(job(renders(2)), started(0, ANNA))
                .when(cancelTask(0))
                .then(taskCanceled(0))
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA))
                .when(finish(0, ANNA))
                .thenConflict();
    }

    @Test
    void cancelingTheLastOpenTaskCancelsTheJob() {
        given(job(renders(3)), completed(0, ANNA), started(1, ANNA), that(cancelTask(2)))
                .job(JobStatus.ACTIVE)
                .when(cancelTask(1))
                .then(taskCanceled(1), becomes(JobStatus.ACTIVE, JobStatus.CANCELED))
                .because("What was left of it was canceled");
    }

    @Test
    void aSoftFailedTaskIsOpen() {
        given(job(renders(20)), failed(0, ANNA))
                .when(cancelTask(0))
                .then(taskCanceled(0))
                .tells(withdraw(BLENDER, queued(0, 2)));
    }

    @Test
    void aPausedTaskKeepsItsJobFromBeingCanceledWithTheOthers() {
        given(job(renders(2)), that(pauseTask(0)))
                .when(cancelTask(1))
                .then(taskCanceled(1), stalled())
                .job(JobStatus.QUEUED)
                .when(cancelTask(0))
                .then(taskCanceled(0), becomes(JobStatus.QUEUED, JobStatus.CANCELED));
    }

    @Test
    void aPausedJobIsCanceledWithItsLastOpenTask() {
        given(job(renders(2)), completed(0, ANNA), that(pause()))
                .when(cancelTask(1))
                .then(taskCanceled(1), becomes(JobStatus.PAUSED, JobStatus.CANCELED));
    }

    @Test
    void aPausingJobIsPausedWhenItsLastActiveTaskIsCanceled() {
        given(job(renders(2)), started(0, ANNA), that(pause()))
                .when(cancelTask(0))
                .then(taskCanceled(0), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED));
    }

    @Test
    void whatIsDoneCannotBeCanceled() {
        given(job(renders(2)), completed(0, ANNA))
                .when(cancelTask(0))
                .thenRefused(Kind.CONFLICT, "Expected to cancel task t0 but it is completed");
        given(job(renders(20)), failed(0, ANNA, BERT, CARL))
                .when(cancelTask(0))
                .thenRefused(Kind.CONFLICT, "Expected to cancel task t0 but it is failed");
    }

    @Test
    void cancelingATaskTwiceChangesNothing() {
        given(job(renders(2)), that(cancelTask(0))).when(cancelTask(0)).thenNothing();
    }

    @Test
    void aRequeuedJobQueuesItsCanceledAndPausedTasksThoughItIsQueuedItself() {
        given(job(renders(3)), that(cancelTask(0)), that(pauseTask(1)))
                .job(JobStatus.QUEUED)
                .when(requeue())
                .tasks(TaskStatus.QUEUED, TaskStatus.QUEUED, TaskStatus.QUEUED)
                .job(JobStatus.QUEUED)
                .tells(releaseTasks())
                .when(requeue())
                .thenNothing();
    }

    // Paused

    @Test
    void aWaitingTaskIsPausedAndItsQueueForgetsIt() {
        given(job(renders(2)))
                .when(pauseTask(0))
                .then(taskReturned(0, TaskStatus.PAUSED))
                .tells(withdraw(BLENDER, queued(0, 1)))
                .job(JobStatus.QUEUED)
                .and(that(queue(0)))
                .tasks(TaskStatus.QUEUED, TaskStatus.QUEUED);
    }

    @Test
    void anActiveTaskIsPausedAndItsWorkerStopped() {
        given(job(renders(2)), started(0, ANNA))
                .when(pauseTask(0))
                .then(taskReturned(0, TaskStatus.PAUSED))
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void aPausingJobIsPausedWhenItsLastActiveTaskIs() {
        given(job(renders(2)), started(0, ANNA), that(pause()))
                .when(pauseTask(0))
                .then(taskReturned(0, TaskStatus.PAUSED), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED));
    }

    @Test
    void whatIsOverCannotBePaused() {
        given(job(renders(2)), completed(0, ANNA))
                .when(pauseTask(0))
                .thenRefused(Kind.CONFLICT, "Expected to pause task t0 but it is completed");
        given(job(renders(20)), failed(0, ANNA, BERT, CARL)).when(pauseTask(0)).thenConflict();
        given(job(renders(2)), that(cancelTask(0))).when(pauseTask(0)).thenConflict();
        given(job(renders(2)), that(pauseTask(0))).when(pauseTask(0)).thenNothing();
    }

    // A job of which nothing can run

    @Test
    void aJobWithTooFewFailedTasksToFailStaysActiveAndSaysSo() {
        given(job(renders(11)), failed(0, ANNA, BERT, CARL), Plot.allCompleted(1, 10), started(10, ANNA))
                .when(finish(10, ANNA))
                .then(taskCompleted(10, 1, ANNA), stalled())
                .job(JobStatus.ACTIVE)
                .stalls(
                        "Nothing is left to run (of 11 tasks: 10 completed, 1 failed), but the job has not ended: queue it"
                                + " or single tasks again, or cancel it");
    }

    @Test
    void aJobWhoseRestWaitsForAFailedTaskSaysSo() {
        given(job(film(11)), Plot.allCompleted(0, 10), failed(10, ANNA, BERT), started(10, CARL))
                .when(Plot.fail(10, CARL))
                .then(Plot.taskFailed(10, 3, CARL), stalled())
                .stalls(
                        "Nothing is left to run (of 12 tasks: 10 completed, 1 failed, 1 waiting for others), but the job"
                                + " has not ended: queue it or single tasks again, or cancel it");
    }

    @Test
    void aJobOfWhichSomethingCanRunSaysNothing() {
        given(job(renders(3)), that(cancelTask(0)), started(1, ANNA))
                .when(finish(1, ANNA))
                .then(taskCompleted(1, 1, ANNA));
    }

    @Test
    void aTaskQueuedBehindACanceledOneSaysThatItWaits() {
        given(job(List.of(render(0), render(1, 0))), that(cancel()))
                .when(queue(1))
                .then(queuedByHand(1), becomes(JobStatus.CANCELED, JobStatus.QUEUED), stalled());
    }

    // Anything else

    @Test
    void otherStatusesCannotBeAskedFor() {
        for (var status : List.of(TaskStatus.ACTIVE, TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.SOFT_FAILED)) {
            given(job(renders(1)))
                    .when(requestTask(0, status))
                    .thenRefused(
                            Kind.INVALID,
                            "A task can be asked to be queued, paused or canceled, not to become " + status);
        }
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        given().when(queue(0)).thenRefused(Kind.NOT_FOUND, "There is no job " + JobTrial.JOB);
        given(job(renders(1))).when(queue(1)).thenRefused(Kind.NOT_FOUND, "Job Film has no task 1");
        given(registered(), that(add("c", 0, render(0))))
                .when(queue(0))
                .thenRefused(Kind.CONFLICT, "Job Film is under construction, so its tasks cannot be changed yet");
    }
}
