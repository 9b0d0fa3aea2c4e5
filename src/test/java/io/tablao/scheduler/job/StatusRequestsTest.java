// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.takenOver;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.dequeue;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.request;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.taskStarted;
import static io.tablao.scheduler.job.Plot.tasksBecome;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent;
import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusRequestsTest {

    private static final JobEvent UNFINISHED_CANCELED =
            tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED);
    private static final JobEvent WAITING_PAUSED =
            tasksBecome(TaskStatus.PAUSED, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED);
    private static final JobEvent UNDONE_QUEUED = tasksBecome(
            TaskStatus.QUEUED, TaskStatus.CANCELED, TaskStatus.FAILED, TaskStatus.PAUSED, TaskStatus.SOFT_FAILED);
    private static final JobEvent FORGIVEN = new JobEvent.BlocklistCleared(JOB);

    // Cancel

    @Test
    void cancelingStopsWhatRunsAndCancelsWhatIsUnfinished() {
        given(job(film(3)), completed(0, ANNA), started(1, BERT))
                .when(cancel())
                .then(becomes(JobStatus.ACTIVE, JobStatus.CANCELED), UNFINISHED_CANCELED)
                .because("Somebody asked")
                .notifies(stop(1, 1, BERT))
                .tells(freeSlot(1, BERT), dequeue(BLENDER), dequeue(FFMPEG))
                .tasks(TaskStatus.COMPLETED, TaskStatus.CANCELED, TaskStatus.CANCELED, TaskStatus.CANCELED);
    }

    @Test
    void aPausedJobIsCanceledWithItsTasksPaused() {
        given(job(renders(2)), that(pause()))
                .when(cancel())
                .then(becomes(JobStatus.PAUSED, JobStatus.CANCELED))
                .tasks(TaskStatus.PAUSED, TaskStatus.PAUSED);
    }

    @Test
    void aPausingJobIsCanceledWithWhatItStillRuns() {
        given(job(renders(3)), started(0, ANNA), that(pause()))
                .when(cancel())
                .then(becomes(JobStatus.PAUSE_REQUESTED, JobStatus.CANCELED), UNFINISHED_CANCELED)
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA), dequeue(BLENDER))
                .tasks(TaskStatus.CANCELED, TaskStatus.PAUSED, TaskStatus.PAUSED);
    }

    @Test
    void cancelingTwiceChangesNothing() {
        given(job(renders(2)), that(cancel())).when(cancel()).thenNothing();
    }

    @Test
    void whatIsOverCannotBeCanceled() {
        given(job(renders(1)), completed(0, ANNA))
                .when(cancel())
                .thenRefused(Kind.CONFLICT, "Expected to cancel job Film but it is completed");
        given(job(renders(1)), roster(ANNA.awake()), failed(0, ANNA))
                .when(cancel())
                .thenRefused(Kind.CONFLICT, "Expected to cancel job Film but it is failed");
    }

    // Pause

    @Test
    void aJobWithNothingActiveIsPausedAtOnce() {
        given(job(film(1)))
                .when(pause())
                .then(becomes(JobStatus.QUEUED, JobStatus.PAUSED), WAITING_PAUSED)
                .because("Somebody asked")
                .tells(dequeue(BLENDER), dequeue(FFMPEG));
    }

    @Test
    void aJobWithActiveTasksLetsThemFinish() {
        given(job(renders(20)), failed(2, CARL), started(0, ANNA))
                .when(pause())
                .then(becomes(JobStatus.ACTIVE, JobStatus.PAUSE_REQUESTED), WAITING_PAUSED)
                .notifies()
                .tells(dequeue(BLENDER))
                .tasksOf(0, TaskStatus.ACTIVE)
                .tasksOf(1, TaskStatus.PAUSED)
                .tasksOf(2, TaskStatus.PAUSED);
    }

    @Test
    void pausingTwiceChangesNothing() {
        given(job(renders(2)), that(pause())).when(pause()).thenNothing();
        given(job(renders(2)), started(0, ANNA), that(pause())).when(pause()).thenNothing();
    }

    @Test
    void aPausingJobIsPausedThoughItsShardHasMovedMeanwhile() {
        given(job(renders(2)), started(0, ANNA), that(pause()), takenOver())
                .when(Plot.finish(0, ANNA))
                .then(Plot.taskCompleted(0, 1, ANNA), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED));
        given(job(renders(2)), started(0, ANNA), that(pause()), takenOver())
                .when(Plot.returnTasks(ANNA))
                .job(JobStatus.PAUSED);
    }

    @Test
    void whatIsOverCannotBePaused() {
        given(job(renders(1)), completed(0, ANNA))
                .when(pause())
                .thenRefused(Kind.CONFLICT, "Expected to pause job Film but it is completed");
        given(job(renders(1)), that(cancel()))
                .when(pause())
                .thenRefused(Kind.CONFLICT, "Expected to pause job Film but it is canceled");
    }

    @Test
    void nothingOfAPausedJobIsReleased() {
        given(job(renders(2)), that(pause())).when(release()).thenNothing();
        given(job(JobStatus.PAUSED, renders(2))).when(release()).thenNothing();
    }

    // Requeue

    @Test
    void aCompletedJobIsQueuedAgainAsAWhole() {
        given(job(renders(2)), completed(0, ANNA), completed(1, ANNA))
                .when(requeue())
                .then(
                        becomes(JobStatus.COMPLETED, JobStatus.QUEUED),
                        tasksBecome(TaskStatus.QUEUED, TaskStatus.COMPLETED))
                .tells(releaseTasks())
                .when(release())
                .then(released(queued(0, 2), queued(1, 2)));
    }

    @Test
    void aRequeuedJobGoesThroughItsDependenciesAgain() {
        given(job(film(1)), completed(0, ANNA), completed(1, ANNA), that(requeue()))
                .when(start(1, ANNA))
                .thenConflict()
                .when(start(0, ANNA))
                .then(taskStarted(0, 2, ANNA), becomes(JobStatus.QUEUED, JobStatus.ACTIVE));
    }

    @Test
    void aCanceledJobIsQueuedAgainButForWhatIsCompleted() {
        given(job(renders(3)), completed(0, ANNA), started(1, ANNA), that(cancel()))
                .when(requeue())
                .then(becomes(JobStatus.CANCELED, JobStatus.QUEUED), UNDONE_QUEUED)
                .tasks(TaskStatus.COMPLETED, TaskStatus.QUEUED, TaskStatus.QUEUED);
    }

    @Test
    void aFailedJobIsForgivenItsFailuresAndItsBlocklist() {
        var trial = given(
                job(renders(3)), roster(ANNA.awake(), BERT.awake()), failed(0, ANNA), failed(1, ANNA), failed(2, ANNA));
        trial.and(started(0, BERT), that(Plot.fail(0, BERT)))
                .job(JobStatus.FAILED)
                .when(requeue())
                .then(becomes(JobStatus.FAILED, JobStatus.QUEUED), FORGIVEN, UNDONE_QUEUED)
                .when(release())
                .tells(Plot.enqueue(BLENDER, Set.of(), queued(0, 3), queued(1, 3), queued(2, 3)));

        assertThat(trial.state().head().blocklist()).isEmpty();
    }

    @Test
    void failuresOfCompletedTasksAreForgivenToo() {
        given(
                        job(renders(40)),
                        failed(0, ANNA),
                        completed(0, BERT),
                        failed(1, ANNA),
                        completed(1, BERT),
                        that(requeue()),
                        started(2, ANNA))
                .when(Plot.fail(2, ANNA))
                .then(Plot.taskSoftFailed(2, 1, ANNA));
    }

    @Test
    void aPausedJobGoesOn() {
        given(job(renders(2)), that(pause()))
                .when(request(JobStatus.QUEUED))
                .then(becomes(JobStatus.PAUSED, JobStatus.QUEUED), UNDONE_QUEUED)
                .tells(releaseTasks());
    }

    @Test
    void aJobSubmittedPausedGoesOnWithTasksThatWereNeverPaused() {
        given(job(JobStatus.PAUSED, renders(2)))
                .when(request(JobStatus.QUEUED))
                .then(becomes(JobStatus.PAUSED, JobStatus.QUEUED))
                .tells(releaseTasks());
    }

    @Test
    void aPausingJobGoesOnWithWhatIsActive() {
        given(job(renders(2)), started(0, ANNA), that(pause()))
                .when(request(JobStatus.QUEUED))
                .then(becomes(JobStatus.PAUSE_REQUESTED, JobStatus.QUEUED), UNDONE_QUEUED)
                .tasks(TaskStatus.ACTIVE, TaskStatus.QUEUED);
    }

    @Test
    void anActiveJobQueuesItsFailedTasksAgain() {
        given(job(renders(20)), failed(0, ANNA, BERT, CARL))
                .when(requeue())
                .then(becomes(JobStatus.ACTIVE, JobStatus.QUEUED), FORGIVEN, UNDONE_QUEUED)
                .tasksOf(0, TaskStatus.QUEUED);
    }

    @Test
    void requeueingResetsSteps() {
        var trial = given(job(renders(1)), completed(0, ANNA), that(requeue()));

        assertThat(trial.state().tasks().progress(0).steps()).isZero();
    }

    @Test
    void whatIsQueuedAlreadyIsLeftAsItIs() {
        given(job(renders(2))).when(requeue()).thenNothing();
        given(job(renders(2))).when(request(JobStatus.QUEUED)).thenNothing();
        given(registered(), that(seal("c", 0))).when(requeue()).thenNothing();
    }

    // Anything else

    @Test
    void otherStatusesCannotBeAskedFor() {
        for (var status : new JobStatus[] {
            JobStatus.UNDER_CONSTRUCTION,
            JobStatus.ACTIVE,
            JobStatus.COMPLETED,
            JobStatus.FAILED,
            JobStatus.PAUSED,
            JobStatus.CANCELED
        }) {
            given(job(renders(1)))
                    .when(request(status))
                    .thenRefused(
                            Kind.INVALID,
                            "A job can be asked to be requeued, paused or canceled, not to become " + status);
        }
    }
}
