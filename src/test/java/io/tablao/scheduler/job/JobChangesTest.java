// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.priority;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.request;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.taskCompleted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueCommand.ForgetJob;
import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.QueueId;
import io.tablao.scheduler.job.JobTrial.Ask;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A job's priority and its tag. */
class JobChangesTest {

    private static final QueueId FAST_BLENDER = new QueueId("blender", Crew.FAST);

    private static Ask tag(@Nullable String tag) {
        return trial -> new JobCommand.ChangeJobTag(JOB, tag);
    }

    // Priority

    @Test
    void aPriorityGoesToAllQueuesOfTheJob() {
        given(job(film(1)))
                .when(priority(90))
                .then(new JobEvent.JobPriorityChanged(JOB, 90))
                .tells(
                        new QueueCommand.ReprioritizeJob(BLENDER, JOB, 90),
                        new QueueCommand.ReprioritizeJob(FFMPEG, JOB, 90));
    }

    @Test
    void aPriorityOfAJobThatDoesNotRunIsKeptForLater() {
        given(job(renders(1)), that(pause()), that(priority(90)), that(request(JobStatus.QUEUED)))
                .when(priority(90))
                .thenNothing()
                .and(trial -> assertThat(trial.state().head().priority()).isEqualTo(90));
    }

    @Test
    void aPriorityIsBetween0And100() {
        given(job(renders(1)))
                .when(priority(101))
                .thenRefused(Kind.INVALID, "A job's priority is between 0 and 100, not 101");
        given(job(renders(1)))
                .when(priority(-1))
                .thenRefused(Kind.INVALID, "A job's priority is between 0 and 100, not -1");
    }

    // Tag

    @Test
    void whatWaitsGoesToTheQueuesOfTheNewTag() {
        given(job(film(2)))
                .when(tag(Crew.FAST))
                .then(new JobEvent.JobTagChanged(JOB, Crew.FAST))
                .tells(new ForgetJob(BLENDER, JOB), new ForgetJob(FFMPEG, JOB), releaseTasks())
                .when(release())
                .then(released(queued(0, 2), queued(1, 2)))
                .tells(enqueue(FAST_BLENDER, Set.of(), queued(0, 2), queued(1, 2)))
                .when(tag(null))
                .then(new JobEvent.JobTagChanged(JOB, null))
                .when(release())
                .tells(enqueue(BLENDER, Set.of(), queued(0, 3), queued(1, 3)));
    }

    @Test
    void whatWasDispatchedUnderTheOldTagDoesNotStart() {
        var dispatched = new JobCommand.StartTask(JobTrial.key(0), 1, ANNA.id(), ANNA.session());
        given(job(renders(1)), that(tag(Crew.FAST))).when(trial -> dispatched).thenConflict();
    }

    @Test
    void whatIsActiveGoesOn() {
        given(job(renders(2)), started(0, BERT), that(tag(Crew.FAST)))
                .when(finish(0, BERT))
                .then(taskCompleted(0, 1, BERT))
                .tells(new QueueCommand.FreeSlot(FAST_BLENDER, JobTrial.key(0), BERT.id(), Duration.ZERO));
    }

    @Test
    void aJobThatDoesNotRunKeepsItsTagForLater() {
        given(job(renders(1)), that(pause())).when(tag(Crew.FAST)).tells();
        given(job(renders(1)), that(cancel())).when(tag(Crew.FAST)).tells();
        given(registered(), that(tag(Crew.FAST)), that(add("c", 0, render(0))), that(seal("c", 1)))
                .when(start(0, ANNA))
                .tells(new QueueCommand.TakeTask(FAST_BLENDER, JobTrial.key(0), 1, ANNA.id()));
    }

    @Test
    void theQueuesOfAPausingJobForgetWhoRunsIt() {
        given(job(renders(2)), started(0, ANNA), that(pause()))
                .when(tag(Crew.FAST))
                .tells(new ForgetJob(BLENDER, JOB));
    }

    @Test
    void theSameTagChangesNothing() {
        given(job(renders(1))).when(tag(null)).thenNothing();
        given(job(renders(1)), that(tag(Crew.FAST))).when(tag(Crew.FAST)).thenNothing();
    }
}
