// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.completed;
import static io.tablao.scheduler.job.Plot.failCompilation;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.register;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.request;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.submission;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent;
import io.tablao.event.Refusal.Kind;
import io.tablao.model.JobStatus;
import io.tablao.model.JsonText;
import io.tablao.model.TaskDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompilationTest {

    private static JobEvent added(String compilation, int chunk, TaskDefinition... tasks) {
        return new JobEvent.TasksAdded(JOB, compilation, chunk, List.of(tasks));
    }

    private static JobEvent sealed(int tasks) {
        return new JobEvent.JobSealed(JOB, tasks, JsonText.EMPTY_OBJECT, Map.of(), Plot.SCRIPT);
    }

    @Test
    void aRegisteredJobIsUnderConstruction() {
        given().when(register())
                .then(new JobEvent.JobRegistered(JOB, submission(JobStatus.QUEUED), START))
                .job(JobStatus.UNDER_CONSTRUCTION);
    }

    @Test
    void aSecondRegistrationChangesNothing() {
        given(registered()).when(register()).thenNothing();
    }

    @Test
    void nothingIsAddedToAnUnknownJob() {
        given().when(add("c", 0, render(0))).thenRefused(Kind.NOT_FOUND, "There is no job " + JOB);
    }

    @Test
    void chunksAreTakenInTheirOrder() {
        given(registered(), that(add("c", 0, render(0))))
                .when(add("c", 1, render(1)))
                .then(added("c", 1, render(1)));
    }

    @Test
    void aChunkDeliveredTwiceIsTakenOnce() {
        given(registered(), that(add("c", 0, render(0))))
                .when(add("c", 0, render(0)))
                .thenNothing();
    }

    @Test
    void aChunkBehindAGapIsThrownAway() {
        given(registered(), that(add("c", 0, render(0))))
                .when(add("c", 2, render(2)))
                .thenNothing();
    }

    @Test
    void theFirstChunkOfAnotherCompilationStartsAnew() {
        given(registered(), that(add("c", 0, render(0))), that(add("c", 1, render(1))))
                .when(add("d", 0, render(0)))
                .then(new JobEvent.CompilationRestarted(JOB, "d"), added("d", 0, render(0)));
    }

    @Test
    void chunksOfACompilationThatWasOvertakenAreThrownAway() {
        given(registered(), that(add("c", 0, render(0))), that(add("d", 0, render(0))))
                .when(add("c", 1, render(1)))
                .thenNothing();
        given(registered(), that(add("c", 0, render(0))), that(add("d", 0, render(0))))
                .when(seal("c", 1))
                .thenNothing();
    }

    @Test
    void theRestartedCompilationLeavesNoPartOfTheOldOne() {
        var state = given(
                        registered(),
                        that(add("c", 0, render(0))),
                        that(add("c", 1, render(1))),
                        that(add("d", 0, render(0))))
                .state();

        assertThat(state.part("tasks/0")).isPresent();
        assertThat(state.part("tasks/1")).isEmpty();
    }

    @Test
    void aSealedJobIsQueuedAndReleasesItsTasks() {
        given(registered(), that(add("c", 0, render(0), render(1))))
                .when(seal("c", 2))
                .then(sealed(2), becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.QUEUED))
                .because("Compiled into 2 tasks")
                .tells(releaseTasks());
    }

    @Test
    void aJobSubmittedPausedIsSealedPaused() {
        given(registered(JobStatus.PAUSED), that(add("c", 0, render(0))))
                .when(seal("c", 1))
                .then(sealed(1), becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.PAUSED))
                .tells();
    }

    @Test
    void aJobWithoutTasksIsCompletedAtOnce() {
        given(registered())
                .when(seal("c", 0))
                .then(sealed(0), becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.COMPLETED))
                .tells();
    }

    @Test
    void aCompilationWithoutTasksDropsThoseOfTheOneBefore() {
        given(registered(), that(add("c", 0, render(0))))
                .when(seal("d", 0))
                .then(
                        new JobEvent.CompilationRestarted(JOB, "d"),
                        sealed(0),
                        becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.COMPLETED));
    }

    @Test
    void aSealDeliveredTwiceChangesNothing() {
        given(job(renders(2))).when(seal("c", 2)).thenNothing();
        given(registered(), that(seal("c", 0))).when(seal("c", 0)).thenNothing();
    }

    @Test
    void aJobThatLacksTasksFails() {
        String sentence = "Expected 3 tasks of the compilation but got 2";
        given(registered(), that(add("c", 0, render(0), render(1))))
                .when(seal("c", 3))
                .then(new JobEvent.CompilationFailed(JOB, sentence, START))
                .answering(Kind.INVALID, sentence);
    }

    @Test
    void aJobWhoseTasksWaitInACircleFails() {
        String sentence = "Task t1 waits for tasks that wait for each other in a circle";
        given(registered(), that(add("c", 0, render(0), render(1, 2), render(2, 1))))
                .when(seal("c", 3))
                .then(new JobEvent.CompilationFailed(JOB, sentence, START))
                .answering(Kind.INVALID, sentence);
    }

    @Test
    void aJobWithADependencyOnNoTaskFails() {
        given(registered(), that(add("c", 0, render(0, 7))))
                .when(seal("c", 1))
                .then(new JobEvent.CompilationFailed(JOB, "", START))
                .answering(Kind.INVALID, "Task t0 depends on task 7, which does not exist");
    }

    @Test
    void aTaskMayDependOnALaterOne() {
        given(registered(), that(add("c", 0, render(0, 1), render(1))))
                .when(seal("c", 2))
                .then(sealed(2), becomes(JobStatus.UNDER_CONSTRUCTION, JobStatus.QUEUED));
    }

    @Test
    void aFailedCompilationFailsTheJobAndTellsTheSubmitter() {
        var trial = given(registered(), that(add("c", 0, render(0))));
        trial.when(failCompilation("No frames (film.js:3:7)"))
                .then(new JobEvent.CompilationFailed(JOB, "", START))
                .answering(Kind.INVALID, "No frames (film.js:3:7)")
                .job(JobStatus.FAILED);

        assertThat(trial.state().part("tasks/0")).isEmpty();
    }

    @Test
    void aFailureDeliveredTwiceIsAnsweredTwice() {
        given(registered(), that(failCompilation("No frames")))
                .when(failCompilation("No frames"))
                .then()
                .answering(Kind.INVALID, "No frames");
    }

    @Test
    void anotherCompilationOfTheSameSubmissionComesTooLateWhateverItsEnd() {
        given(job(renders(2))).when(seal("d", 2)).thenNothing();
        given(job(renders(2))).when(failCompilation("It took too long")).thenNothing();
        given(job(renders(2)), that(cancel())).when(seal("d", 2)).thenNothing();
        given(registered(), that(seal("c", 0)))
                .when(failCompilation("It took too long"))
                .thenNothing();
    }

    @Test
    void aCompilationThatSucceedsAfterAnotherHasFailedDoesNotBringTheJobBack() {
        given(registered(), that(failCompilation("No frames")))
                .when(seal("d", 1))
                .thenRefused(Kind.CONFLICT, "Expected to complete the construction of job Film but it is failed");
    }

    @Test
    void aJobThatNeverWasCompiledCannotBeRequeued() {
        given(registered(), that(failCompilation("No frames")))
                .when(requeue())
                .thenRefused(Kind.CONFLICT, "Expected to requeue job Film but it is failed");
        given(registered(), that(cancel()))
                .when(requeue())
                .thenRefused(Kind.CONFLICT, "Expected to requeue job Film but it is canceled");
    }

    @Test
    void aJobUnderConstructionIsCanceledAtOnce() {
        var trial = given(registered(), that(add("c", 0, render(0))));
        trial.when(cancel())
                .then(new JobEvent.CompilationCanceled(JOB, "", START))
                .job(JobStatus.CANCELED);

        assertThat(trial.state().part("tasks/0")).isEmpty();
    }

    @Test
    void whatIsLeftOfACanceledCompilationIsThrownAway() {
        given(registered(), that(add("c", 0, render(0))), that(cancel()))
                .when(add("c", 1, render(1)))
                .thenNothing();
        given(registered(), that(add("c", 0, render(0))), that(cancel()))
                .when(add("d", 0, render(0)))
                .thenNothing();
        given(registered(), that(add("c", 0, render(0))), that(cancel()))
                .when(seal("c", 1))
                .thenRefused(Kind.CONFLICT, "Expected to complete the construction of job Film but it is canceled");
    }

    @Test
    void aJobPausedUnderConstructionIsSealedPaused() {
        given(registered())
                .when(pause())
                .then(new JobEvent.InitialStatusChanged(JOB, JobStatus.PAUSED, ""))
                .job(JobStatus.UNDER_CONSTRUCTION)
                .and(that(add("c", 0, render(0))), that(seal("c", 1)))
                .job(JobStatus.PAUSED);
    }

    @Test
    void aPauseUnderConstructionCanBeTakenBack() {
        given(registered(), that(pause()))
                .when(request(JobStatus.QUEUED))
                .then(new JobEvent.InitialStatusChanged(JOB, JobStatus.QUEUED, ""));
    }

    @Test
    void lateChunksOfASealedJobChangeNothing() {
        given(job(renders(1))).when(add("c", 1, render(1))).thenNothing();
        given(job(renders(1)), completed(0, Crew.ANNA))
                .when(add("d", 0, render(0)))
                .thenNothing();
    }
}
