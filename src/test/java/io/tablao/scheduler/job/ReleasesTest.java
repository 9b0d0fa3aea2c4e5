// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.key;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.expire;
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
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static io.tablao.scheduler.job.Plot.task;
import static io.tablao.scheduler.job.Plot.taskGivenUp;
import static io.tablao.scheduler.job.Plot.taskReturned;
import static io.tablao.scheduler.job.Plot.tasksBecome;

import io.tablao.event.JobCommand;
import io.tablao.event.QueueEvent;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleasesTest {

    private static JobTrial justSealed(List<TaskDefinition> tasks) {
        return given(registered(), that(add("c", 0, tasks.toArray(TaskDefinition[]::new))))
                .when(seal("c", tasks.size()));
    }

    @Test
    void whatWaitsForNothingGoesToTheQueueOfItsType() {
        justSealed(List.of(task(0, "blender"), task(1, "ffmpeg"), task(2, "blender"), task(3, "blender", 0)))
                .when(release())
                .then(released(queued(0, 1), queued(2, 1)), released(queued(1, 1)))
                .tells(enqueue(BLENDER, Set.of(), queued(0, 1), queued(2, 1)), enqueue(FFMPEG, Set.of(), queued(1, 1)));
    }

    @Test
    void whatAQueueHoldsIsNotReleasedAgain() {
        given(job(film(2))).when(release()).thenNothing();
    }

    @Test
    void largeJobsAreReleasedInPieces() {
        int size = Releases.AT_ONCE + 1;
        var first = justSealed(renders(size)).when(release());
        first.tellsSoMany(Releases.AT_ONCE / QueueEvent.CHUNK)
                .tellsLater(new JobCommand.ReleaseTasks(JOB))
                .when(release())
                .then(released(queued(size - 1, 1)));
    }

    @Test
    void aTaskThatNobodyIsLeftForIsGivenUpWhenItIsReleased() {
        given(job(renders(20)), failed(0, ANNA), started(0, BERT))
                .and(roster(ANNA.awake(), BERT.accepting("ffmpeg")))
                .when(returnTasks(BERT))
                .then(taskReturned(0, TaskStatus.SOFT_FAILED))
                .when(release())
                .then(
                        taskGivenUp(0, 2),
                        becomes(JobStatus.ACTIVE, JobStatus.FAILED),
                        tasksBecome(TaskStatus.CANCELED, TaskStatus.ACTIVE, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED))
                .because("No worker is left to try task t0");
    }

    @Test
    void aTypeThatNoWorkerAcceptsJustWaits() {
        var lonely = justSealed(renders(1)).and(roster());
        lonely.when(release()).then(released(queued(0, 1))).job(JobStatus.QUEUED);
    }

    @Test
    void aLostWorkersTaskIsQueuedAgain() {
        given(job(renders(2)), started(0, ANNA), started(1, BERT))
                .when(returnTasks(ANNA))
                .then(taskReturned(0, TaskStatus.QUEUED))
                .notifies(stop(0, 1, ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(0, 2)));
    }

    @Test
    void whatTheNewSessionRunsStaysWithIt() {
        given(job(renders(2)), started(0, ANNA))
                .when(trial -> new JobCommand.ReturnTasks(JOB, ANNA.id(), ANNA.session(), "New session"))
                .thenNothing();
    }

    @Test
    void aWorkerThatRunsNothingReturnsNothing() {
        given(job(renders(2)), started(0, ANNA)).when(returnTasks(BERT)).thenNothing();
    }

    @Test
    void aPausingJobPausesWhatIsReturned() {
        given(job(renders(2)), started(0, ANNA), started(1, BERT), that(pause()))
                .when(returnTasks(ANNA))
                .then(taskReturned(0, TaskStatus.PAUSED))
                .tells(freeSlot(0, ANNA))
                .when(returnTasks(BERT))
                .then(taskReturned(1, TaskStatus.PAUSED), becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED))
                .tells(freeSlot(1, BERT));
    }

    @Test
    void aDispatchThatNobodyTookIsReplaced() {
        given(job(renders(2)))
                .when(expire(0))
                .then(taskReturned(0, TaskStatus.QUEUED))
                .tells(releaseTasks())
                .when(release())
                .then(released(queued(0, 2)));
    }

    @Test
    void anOfferThatNobodyTookLeavesTheTaskSoftFailed() {
        given(job(renders(20)), failed(0, ANNA)).when(expire(0)).then(taskReturned(0, TaskStatus.SOFT_FAILED));
    }

    @Test
    void aDispatchThatWasTakenMeanwhileDoesNotExpire() {
        given(job(renders(2)), started(0, ANNA)).when(expire(0)).thenNothing();
    }

    @Test
    void anAttemptThatWasReplacedDoesNotExpireAgain() {
        given(job(renders(2)), that(expire(0)))
                .when(trial -> new JobCommand.ExpireAttempt(key(0), 1))
                .thenNothing();
        given(job(renders(2))).when(expire(7)).thenNothing();
    }
}
