// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.rules;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.delete;
import static io.tablao.scheduler.job.Plot.dequeue;
import static io.tablao.scheduler.job.Plot.erase;
import static io.tablao.scheduler.job.Plot.expire;
import static io.tablao.scheduler.job.Plot.failCompilation;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.forget;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.priority;
import static io.tablao.scheduler.job.Plot.refused;
import static io.tablao.scheduler.job.Plot.register;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.stop;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.JobPart;
import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskDefinition;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeletionTest {

    private static final JobEvent REQUESTED = new JobEvent.JobDeletionRequested(JOB, START, "");
    private static final JobEvent DELETED = new JobEvent.JobDeleted(JOB, START);
    private static final Effect ERASE =
            new Effect.SetTimer("job:" + JOB + " erase", START, new JobCommand.EraseJob(JOB));
    private static final Effect FORGET = new Effect.SetTimer(
            "job:" + JOB + " forget", START.plus(Duration.ofDays(7)), new JobCommand.ForgetDeletedJob(JOB));
    private static final Effect NO_RETENTION = new Effect.ClearTimer("job:" + JOB + " retention");

    // Asked for

    @Test
    void aRunningJobIsCanceledAndItsWorkersAreStopped() {
        given(job(film(3)), completed(0, ANNA), started(1, BERT))
                .when(delete())
                .then(becomes(JobStatus.ACTIVE, JobStatus.CANCELED), REQUESTED)
                .notifies(stop(1, 1, BERT))
                .tells(freeSlot(1, BERT), dequeue(BLENDER), dequeue(FFMPEG))
                .timers(ERASE, NO_RETENTION);
    }

    @Test
    void aPausingJobIsCanceledToo() {
        given(job(renders(2)), started(0, ANNA), that(pause()))
                .when(delete())
                .then(becomes(JobStatus.PAUSE_REQUESTED, JobStatus.CANCELED), REQUESTED)
                .notifies(stop(0, 1, ANNA));
    }

    @Test
    void aJobThatIsOverIsJustDeleted() {
        given(job(renders(1)), completed(0, ANNA))
                .when(delete())
                .then(REQUESTED)
                .notifies()
                .timers(ERASE, NO_RETENTION);
        given(job(renders(1)), that(cancel())).when(delete()).then(REQUESTED);
    }

    @Test
    void aJobUnderConstructionIsDeletedAndItsCompilerNotHeard() {
        given(registered(), that(add("c", 0, render(0))))
                .when(delete())
                .then(becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.CANCELED), REQUESTED)
                .when(add("c", 1, render(1)))
                .thenNothing()
                .when(seal("c", 2))
                .thenRefused(Kind.CONFLICT, "Job Film is being deleted")
                .when(erase())
                .then(new JobEvent.JobTasksErased(JOB, 0), DELETED)
                .when(add("d", 0, render(0)))
                .thenNothing();
    }

    @Test
    void whatIsNotThereCannotBeDeleted() {
        given().when(delete()).thenRefused(Kind.NOT_FOUND, "There is no job " + JOB);
    }

    @Test
    void deletingTwiceChangesNothing() {
        given(job(renders(1)), that(delete())).when(delete()).thenNothing();
        given(job(renders(1)), that(delete()), that(erase())).when(delete()).thenNothing();
    }

    // While it lasts

    @Test
    void nobodyChangesAJobThatIsBeingDeleted() {
        var trial = given(job(renders(2)), completed(0, ANNA), started(1, BERT), that(delete()));
        String sentence = "Job Film is being deleted";
        trial.when(cancel()).thenRefused(Kind.CONFLICT, sentence);
        trial.when(pause()).thenRefused(Kind.CONFLICT, sentence);
        trial.when(requeue()).thenRefused(Kind.CONFLICT, sentence);
        trial.when(priority(90)).thenRefused(Kind.CONFLICT, sentence);
        trial.when(failCompilation("No")).thenRefused(Kind.CONFLICT, sentence);
        trial.when(register()).thenNothing();
        trial.when(release()).thenNothing();
        trial.when(expire(0)).thenNothing();
        trial.when(returnTasks(BERT)).thenNothing();
        trial.when(forget()).thenNothing();
    }

    @Test
    void workersThatStillRunOrTakeSomethingOfItAreRefused() {
        var trial = given(job(renders(2)), started(0, ANNA), that(delete()));
        trial.when(finish(0, ANNA)).thenConflict().notifies(refused(0, 1, ANNA));
        trial.when(start(1, BERT)).thenConflict().notifies(refused(1, 1, BERT));
    }

    @Test
    void aLargeJobIsErasedStepByStepFromItsEnd() {
        var trial = given(registered());
        for (int chunk = 0; chunk < 9; chunk++) {
            trial.and(that(add("c", chunk, chunk(chunk * 500, 500))));
        }
        trial.and(that(seal("c", 4_500)), started(4_499, ANNA), that(delete()))
                .when(erase())
                .then(new JobEvent.JobTasksErased(JOB, 5))
                .timers(ERASE)
                .when(erase())
                .then(new JobEvent.JobTasksErased(JOB, 1))
                .timers(ERASE)
                .when(erase())
                .then(new JobEvent.JobTasksErased(JOB, 0), DELETED)
                .timers(FORGET);
    }

    @Test
    void whoeverRecoversAJobInTheMiddleGoesOn() {
        var state = given(job(renders(3)), started(0, ANNA), that(delete())).state();
        var recovered = JobState.recover(List.of(
                state.head(),
                state.part("tasks/0").orElseThrow(),
                JobPart.TaskProgress.untouched(JOB, 0),
                JobPart.TaskProgress.untouched(JOB, 1),
                JobPart.TaskProgress.untouched(JOB, 2)));

        assertThat(recovered).usingRecursiveComparison().isEqualTo(state);
        assertThat(recovered.timers(START, Rules.DEFAULT)).containsExactly((Effect.SetTimer) ERASE);
    }

    // Afterwards

    @Test
    void aSubmissionThatComesAgainDoesNotBringItBack() {
        String sentence = "Job " + JOB + " was deleted; submit it with another id, or without one, to have it again";
        var trial = given(job(renders(1)), that(delete()), that(erase()));
        trial.when(register()).thenRefused(Kind.CONFLICT, sentence);
        trial.when(add("c", 0, render(0))).thenNothing();
        trial.when(seal("c", 1)).thenRefused(Kind.CONFLICT, sentence);
        trial.when(failCompilation("No")).thenRefused(Kind.CONFLICT, sentence);
        trial.when(erase()).thenNothing();
        trial.when(cancel()).thenRefused(Kind.NOT_FOUND, "Job " + JOB + " was deleted");
        trial.when(start(0, ANNA)).notifies(refused(0, 1, ANNA));
    }

    @Test
    void theIdOfAForgottenJobMayBeUsedAgain() {
        given(job(renders(1)), that(delete()), that(erase()))
                .when(forget())
                .then(new JobEvent.JobForgotten(JOB))
                .when(forget())
                .thenRefused(Kind.NOT_FOUND, "There is no job " + JOB)
                .and(that(register()))
                .job(JobStatus.UNDER_CONSTRUCTION);
    }

    // Retention

    @Test
    void aJobThatEndsIsDeletedSomeTimeAfterwards() {
        given(job(renders(1)), started(0, ANNA), later(Duration.ofHours(1)))
                .when(finish(0, ANNA))
                .timers(retention(START.plus(Duration.ofHours(1))));
        given(job(renders(1))).when(cancel()).timers(retention(START));
        given(registered()).when(cancel()).timers(retention(START));
        given(registered()).when(failCompilation("No frames")).timers(retention(START));
        given(registered()).when(seal("c", 0)).timers(retention(START));
    }

    @Test
    void aJobThatRunsAgainIsKept() {
        given(job(renders(1)), completed(0, ANNA))
                .when(requeue())
                .timers(NO_RETENTION)
                .when(trial -> new JobCommand.ExpireJob(JOB, START))
                .thenNothing();
        given(job(renders(1)), completed(0, ANNA), that(requeue()), later(Duration.ofHours(1)), completed(0, ANNA))
                .when(trial -> new JobCommand.ExpireJob(JOB, START))
                .thenNothing();
    }

    @Test
    void aJobWhoseTimeIsOverIsDeleted() {
        given(job(renders(1)), completed(0, ANNA))
                .when(trial -> new JobCommand.ExpireJob(JOB, START))
                .then(REQUESTED)
                .timers(ERASE, NO_RETENTION);
    }

    @Test
    void withoutARetentionJobsAreKeptUntilSomebodyDeletesThem() {
        given(rules(keepingFor(Duration.ZERO)), job(renders(1))).when(cancel()).timers();
    }

    @Test
    void afterAnOutageAJobIsKeptForTheGraceAtLeast() {
        var state = given(job(renders(1)), completed(0, ANNA)).state();
        var later = START.plus(Duration.ofDays(400));

        assertThat(state.timers(START, Rules.DEFAULT)).containsExactly((Effect.SetTimer) retention(START));
        assertThat(state.timers(later, Rules.DEFAULT))
                .extracting(Effect.SetTimer::at)
                .containsExactly(later.plus(Rules.DEFAULT.grace()));
    }

    private static Effect retention(Instant ended) {
        return new Effect.SetTimer(
                "job:" + JOB + " retention", ended.plus(Duration.ofDays(180)), new JobCommand.ExpireJob(JOB, ended));
    }

    private static Rules keepingFor(Duration retention) {
        var usual = Rules.DEFAULT;
        return new Rules(
                usual.taskFailAfter(),
                usual.blocklistThreshold(),
                usual.jobFailPercent(),
                usual.taskTimeout(),
                usual.workerTimeout(),
                usual.grace(),
                usual.offerTimeout(),
                usual.dispatchTimeout(),
                usual.shortTask(),
                usual.workerRetention(),
                usual.zone(),
                retention,
                usual.deletedJobMemory(),
                usual.farm());
    }

    private static TaskDefinition[] chunk(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(index -> render(index))
                .toArray(TaskDefinition[]::new);
    }
}
