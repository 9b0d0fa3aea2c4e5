// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.key;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.fail;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.granted;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.progress;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.refused;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.taskCompleted;
import static io.tablao.scheduler.job.Plot.taskReturned;
import static io.tablao.scheduler.job.Plot.taskStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.QueueCommand;
import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.SessionId;
import io.tablao.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskReportsTest {

    @Test
    void theFirstStartMakesTheJobActive() {
        given(job(renders(2)))
                .when(start(0, ANNA))
                .then(taskStarted(0, 1, ANNA), becomes(JobStatus.QUEUED, JobStatus.ACTIVE))
                .because("Task t0 has started")
                .notifies(granted(1, ANNA, render(0)))
                .tells(new QueueCommand.TakeTask(BLENDER, key(0), 1, ANNA.id()));
    }

    @Test
    void aFurtherStartLeavesTheJobAsItIs() {
        given(job(renders(2)), started(0, ANNA)).when(start(1, BERT)).then(taskStarted(1, 1, BERT));
    }

    @Test
    void askingTwiceForTheSameStartIsGrantedTwice() {
        given(job(renders(1)), started(0, ANNA))
                .when(start(0, ANNA))
                .then()
                .notifies(granted(1, ANNA, render(0)))
                .tells();
    }

    @Test
    void nobodyElseStartsATaskThatRuns() {
        given(job(renders(1)), started(0, ANNA))
                .when(start(0, BERT))
                .thenRefused(Kind.CONFLICT, "Expected to start task t0 in attempt 1 but it is active in attempt 1")
                .notifies(refused(0, 1, BERT));
    }

    @Test
    void anAttemptThatWasReplacedDoesNotStart() {
        var old = new JobCommand.StartTask(key(0), 1, ANNA.id(), ANNA.session());
        given(job(renders(1)), started(0, ANNA), that(returnTasks(ANNA)))
                .when(trial -> old)
                .thenRefused(Kind.CONFLICT, "Expected to start task t0 in attempt 1 but it is queued in attempt 2")
                .notifies(refused(0, 1, ANNA));
    }

    @Test
    void nothingStartsInACanceledOrPausedJob() {
        given(job(renders(2)), that(cancel()))
                .when(start(0, ANNA))
                .thenConflict()
                .notifies(refused(0, 1, ANNA));
        given(job(renders(2)), that(pause()))
                .when(start(0, ANNA))
                .thenConflict()
                .notifies(refused(0, 1, ANNA));
    }

    @Test
    void aTaskWaitsForItsDependencies() {
        given(job(film(2)), completed(0, ANNA)).when(start(2, ANNA)).thenConflict();
    }

    @Test
    void aWorkerThatIsNotAwakeInItsSessionStartsNothingAndTheTaskGoesBack() {
        var stranger = new JobCommand.StartTask(key(0), 1, ANNA.id(), new SessionId(new UUID(9, 9)));
        given(job(renders(1)))
                .when(trial -> stranger)
                .then(taskReturned(0, TaskStatus.QUEUED))
                .tells(releaseTasks());
        given(job(renders(1)), roster(ANNA.offline(), BERT.awake()))
                .when(start(0, ANNA))
                .then(taskReturned(0, TaskStatus.QUEUED))
                .notifies(refused(0, 1, ANNA))
                .tells(releaseTasks());
    }

    @Test
    void aWorkerDoesNotGetATaskThatItHasFailed() {
        given(job(renders(20)), failed(0, ANNA))
                .when(start(0, ANNA))
                .then(taskReturned(0, TaskStatus.SOFT_FAILED))
                .notifies(refused(0, 2, ANNA))
                .tells(releaseTasks());
    }

    @Test
    void reportsOnAnUnknownJobOrTaskFreeTheWorker() {
        given().when(start(0, ANNA))
                .thenRefused(Kind.NOT_FOUND, "There is no job " + JOB)
                .notifies(refused(0, 1, ANNA));
        given(job(renders(1)))
                .when(start(1, ANNA))
                .thenRefused(Kind.NOT_FOUND, "Job Film has no task 1")
                .notifies(refused(1, 1, ANNA));
        for (var ask : List.of(start(0, ANNA), progress(0, ANNA, 1), finish(0, ANNA), fail(0, ANNA))) {
            given(registered())
                    .when(ask)
                    .thenRefused(Kind.NOT_FOUND, "Job Film has no task 0")
                    .notifies(refused(0, 1, ANNA));
        }
    }

    @Test
    void stepsOnlyRise() {
        var trial = given(job(renders(1)), started(0, ANNA));
        trial.when(progress(0, ANNA, 4)).then(new JobEvent.TaskProgressed(key(0), 1, 4));
        trial.when(progress(0, ANNA, 4)).then();
        trial.when(progress(0, ANNA, 3)).then();
        trial.when(progress(0, ANNA, -1)).then();
    }

    @Test
    void stepsEndAtTheTasksTotal() {
        given(job(renders(1)), started(0, ANNA))
                .when(progress(0, ANNA, 99))
                .then(new JobEvent.TaskProgressed(key(0), 1, 10));
    }

    @Test
    void whoReportsStepsOfSomethingVoidIsToldToStop() {
        given(job(renders(2)), started(0, ANNA), that(cancel()))
                .when(progress(0, ANNA, 4))
                .then()
                .notifies(stop(0, 1, ANNA));
        given(job(renders(2)), started(0, ANNA))
                .when(progress(0, BERT, 4))
                .then()
                .notifies(stop(0, 1, BERT));
    }

    @Test
    void stepsThatArriveAfterTheEndChangeNothing() {
        given(job(renders(2)), completed(0, ANNA)).when(progress(0, ANNA, 4)).thenNothing();
    }

    @Test
    void aFinishedTaskIsCompletedAndItsSlotFree() {
        given(job(renders(2)), started(0, ANNA))
                .when(finish(0, ANNA))
                .then(taskCompleted(0, 1, ANNA))
                .tells(freeSlot(0, ANNA));
    }

    @Test
    void theQueueLearnsHowLongATaskRan() {
        given(job(renders(2)), started(0, ANNA), later(Duration.ofSeconds(7)))
                .when(finish(0, ANNA))
                .tells(freeSlot(0, ANNA, Duration.ofSeconds(7)));
        given(job(renders(2)), started(0, ANNA), later(Duration.ofSeconds(-7)))
                .when(finish(0, ANNA))
                .tells(freeSlot(0, ANNA, Duration.ZERO));
    }

    @Test
    void completingATaskSetsItsStepsToItsTotal() {
        var trial = given(job(renders(2)), completed(0, ANNA));

        assertThat(trial.state().tasks().progress(0).steps()).isEqualTo(10);
    }

    @Test
    void theLastTaskCompletesTheJob() {
        given(job(renders(2)), completed(1, ANNA), started(0, ANNA))
                .when(finish(0, ANNA))
                .then(taskCompleted(0, 1, ANNA), becomes(JobStatus.ACTIVE, JobStatus.COMPLETED))
                .because("All its tasks are completed")
                .tells(freeSlot(0, ANNA));
    }

    @Test
    void theLastDependencySetsATaskFree() {
        given(job(film(2)), completed(0, ANNA), started(1, ANNA))
                .when(finish(1, ANNA))
                .then(taskCompleted(1, 1, ANNA))
                .tells(freeSlot(1, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(2, 1)))
                .tells(enqueue(FFMPEG, Set.of(), queued(2, 1)));
    }

    @Test
    void aCompletedTaskMakesAQueuedJobActive() {
        given(job(renders(3)), started(0, ANNA), that(requeue()))
                .job(JobStatus.QUEUED)
                .when(finish(0, ANNA))
                .then(taskCompleted(0, 1, ANNA), becomes(JobStatus.QUEUED, JobStatus.ACTIVE));
    }

    @Test
    void aPausingJobIsPausedWhenItsLastActiveTaskEnds() {
        given(job(renders(3)), started(0, ANNA), started(1, BERT), that(pause()), that(finish(1, BERT)))
                .job(JobStatus.PAUSE_REQUESTED)
                .when(finish(0, ANNA))
                .then(taskCompleted(0, 1, ANNA), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED))
                .because("Its last active task has ended")
                .tasks(TaskStatus.COMPLETED, TaskStatus.COMPLETED, TaskStatus.PAUSED);
    }

    @Test
    void aPausingJobThatIsDoneIsCompleted() {
        given(job(renders(1)), started(0, ANNA), that(pause()))
                .when(finish(0, ANNA))
                .then(taskCompleted(0, 1, ANNA), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.COMPLETED));
    }

    @Test
    void anEndDeliveredTwiceChangesNothing() {
        given(job(renders(2)), completed(0, ANNA)).when(finish(0, ANNA)).thenNothing();
        given(job(renders(20)), started(0, ANNA))
                .when(fail(0, ANNA))
                .when(fail(0, ANNA))
                .thenNothing();
    }

    @Test
    void anEndFromAnotherWorkerAttemptOrSessionIsRefused() {
        given(job(renders(2)), started(0, ANNA))
                .when(finish(0, BERT))
                .thenRefused(Kind.CONFLICT, "Expected to complete task t0 in attempt 1 but it is active in attempt 1")
                .notifies(stop(0, 1, BERT));
        given(job(renders(2)), started(0, ANNA))
                .when(trial -> new JobCommand.FinishTask(key(0), 2, ANNA.id(), ANNA.session()))
                .thenConflict();
        given(job(renders(2)), started(0, ANNA))
                .when(trial -> new JobCommand.FinishTask(key(0), 1, ANNA.id(), new SessionId(new UUID(9, 9))))
                .thenConflict();
    }

    @Test
    void anEndOfSomethingThatWasTakenAwayIsRefused() {
        given(job(renders(2)), started(0, ANNA), that(cancel()))
                .when(finish(0, ANNA))
                .thenConflict()
                .notifies(stop(0, 1, ANNA));
        given(job(renders(2)), started(0, ANNA), that(returnTasks(ANNA)))
                .when(trial -> new JobCommand.FailTask(key(0), 1, ANNA.id(), ANNA.session(), "late"))
                .thenConflict()
                .notifies(stop(0, 1, ANNA));
    }
}
