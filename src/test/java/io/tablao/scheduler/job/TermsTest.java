// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.takenOver;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.cancel;
import static io.tablao.scheduler.job.Plot.dequeue;
import static io.tablao.scheduler.job.Plot.failCompilation;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.follow;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.hear;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.jobWith;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.tasksBecome;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.Refusal;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When a job may begin: {@code tablao.start_after} and {@code tablao.after_job}. */
class TermsTest {

    private static final JobId OTHER = new JobId(new UUID(0x10b, 2));
    private static final JobId THIRD = new JobId(new UUID(0x10b, 3));
    private static final Map<String, String> AT_TEN = Map.of("tablao.start_after", "22:00");
    private static final Map<String, String> AFTER_OTHER = Map.of("tablao.after_job", OTHER.toString());
    private static final Duration TEN_HOURS = Duration.ofHours(10);

    // A time

    @Test
    void nothingOfAJobRunsBeforeItsTimeAndItSaysSo() {
        given(registered(), that(add("c", 0, render(0))))
                .when(seal("c", 1, AT_TEN))
                .because("Compiled into 1 task; starts at 2026-03-01 22:00:00")
                .when(release())
                .then()
                .timer("start", TEN_HOURS);
    }

    @Test
    void whenItsTimeHasComeItsTasksAreReleased() {
        given(jobWith(AT_TEN, renders(1)), later(TEN_HOURS))
                .when(release())
                .then(new JobEvent.StartTimeReached(JOB, ""), released(queued(0, 1)))
                .when(release())
                .thenNothing();
    }

    @Test
    void aFarmThatWasOffAtTheTimeStartsTheJobWhenItComesBack() {
        given(jobWith(AT_TEN, renders(1)), later(Duration.ofHours(20)), takenOver())
                .timer("start", TEN_HOURS);
    }

    @Test
    void aJobThatIsPausedAtItsTimeStartsWhenItIsQueuedAgain() {
        given(jobWith(AT_TEN, renders(1)), that(Plot.pause()), later(TEN_HOURS))
                .when(release())
                .thenNothing()
                .and(that(requeue()))
                .when(release())
                .thenNothing()
                .and(started(0, ANNA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void aJobWhoseTimeIsPastStartsAtOnce() {
        given(jobWith(Map.of("tablao.start_after", "2026-03-01T11:00:00Z"), renders(1)), started(0, ANNA))
                .job(JobStatus.ACTIVE);
    }

    // Another job

    @Test
    void aJobThatComesAfterAnotherAsksForIt() {
        given(registered(), that(add("c", 0, render(0))))
                .when(seal("c", 1, AFTER_OTHER))
                .because("Compiled into 1 task; waits for job " + OTHER)
                .tells(new JobCommand.FollowJob(OTHER, JOB), releaseTasks())
                .when(release())
                .thenNothing();
    }

    @Test
    void whoIsAskedForRemembersItAndTellsHowItIs() {
        given(job(renders(1)))
                .when(follow(OTHER))
                .then(new JobEvent.FollowerAdded(JOB, OTHER))
                .tells(news(JobStatus.QUEUED))
                .when(follow(OTHER))
                .then()
                .tells(news(JobStatus.QUEUED));
    }

    @Test
    void whoWaitsIsToldOfEveryEnd() {
        given(job(renders(1)), that(follow(OTHER)), started(0, ANNA))
                .when(finish(0, ANNA))
                .tells(freeSlot(0, ANNA), news(JobStatus.COMPLETED));
        given(job(renders(1)), that(follow(OTHER)))
                .when(cancel())
                .tells(dequeue(BLENDER), news(JobStatus.CANCELED))
                .when(requeue())
                .tells(releaseTasks(), news(JobStatus.QUEUED));
        given(registered(), that(follow(OTHER))).when(cancel()).tells(news(JobStatus.CANCELED));
        given(registered(), that(follow(OTHER)))
                .when(failCompilation("No frames"))
                .tells(news(JobStatus.FAILED));
    }

    @Test
    void whoeverWaitedIsForgottenWhenTheJobIsCompleted() {
        var trial = given(job(renders(1)), that(follow(OTHER)), started(0, ANNA), that(finish(0, ANNA)));

        assertThat(trial.state().followers()).isEmpty();
        trial.when(follow(OTHER)).then().tells(news(JobStatus.COMPLETED));
    }

    @Test
    void aJobStartsWhenTheOtherIsCompleted() {
        given(jobWith(AFTER_OTHER, renders(1)))
                .when(hear(OTHER, "Layout", JobStatus.COMPLETED))
                .then(heard(OTHER, "Layout", JobStatus.COMPLETED))
                .tells(releaseTasks())
                .when(release())
                .then(released(queued(0, 1)));
    }

    @Test
    void aJobThatComesAfterTwoWaitsForBoth() {
        given(
                        jobWith(Map.of("tablao.after_job", OTHER + ", " + THIRD), renders(1)),
                        that(hear(OTHER, "Layout", JobStatus.COMPLETED)))
                .when(release())
                .thenNothing()
                .when(hear(THIRD, "Cache", JobStatus.COMPLETED))
                .tells(releaseTasks());
    }

    @Test
    void whileTheOtherIsFailedOrCanceledTheWaitGoesOnAndItSaysSo() {
        var trial = given(jobWith(AFTER_OTHER, renders(1))).when(hear(OTHER, "Layout", JobStatus.FAILED));

        assertThat(trial.decision().toString()).contains("Waits for job \"Layout\", which is failed");
        trial.when(release())
                .thenNothing()
                .when(hear(OTHER, "Layout", JobStatus.CANCELED))
                .then(heard(OTHER, "Layout", JobStatus.CANCELED))
                .when(hear(OTHER, "Layout", JobStatus.CANCELED))
                .thenNothing()
                .when(hear(OTHER, "Layout", JobStatus.QUEUED))
                .then(heard(OTHER, "Layout", JobStatus.QUEUED))
                .job(JobStatus.QUEUED);
    }

    @Test
    void aJobThatDoesNotExistCannotBeWaitedForSoWhoDoesIsPaused() {
        given().when(follow(OTHER)).then().tells(new JobCommand.HearOfJob(OTHER, JOB, "", null));
        given(jobWith(AFTER_OTHER, renders(1)))
                .when(hear(OTHER, "", null))
                .then(
                        heard(OTHER, "", null),
                        becomes(JobStatus.QUEUED, JobStatus.PAUSED),
                        tasksBecome(TaskStatus.PAUSED, TaskStatus.QUEUED, TaskStatus.SOFT_FAILED))
                .because("Job " + OTHER + ", which it is to come after, does not exist; queue the job again to start it"
                        + " without that one")
                .and(that(requeue()), started(0, ANNA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void whoWaitsForAJobThatIsDeletedIsToldThatItIsGone() {
        var trial =
                given(job(renders(1)), that(follow(OTHER)), started(0, ANNA), that(finish(0, ANNA)), that(requeue()));
        trial.and(that(follow(OTHER)))
                .when(state -> new JobCommand.DeleteJob(JOB, "Not needed"))
                .tells(dequeue(BLENDER), news(JobStatus.CANCELED), new JobCommand.HearOfJob(OTHER, JOB, "", null));

        assertThat(trial.state().followers()).isEmpty();
        assertThat(trial.when(follow(THIRD)).decision().toString()).contains("status=null");
    }

    @Test
    void newsThatIsNotWaitedForChangesNothing() {
        given(jobWith(AFTER_OTHER, renders(1)), that(hear(OTHER, "Layout", JobStatus.COMPLETED)))
                .when(hear(OTHER, "Layout", JobStatus.COMPLETED))
                .thenNothing()
                .when(hear(THIRD, "Cache", JobStatus.FAILED))
                .thenNothing();
    }

    @Test
    void bothATimeAndAnotherJobAreWaitedFor() {
        given(
                        jobWith(
                                Map.of("tablao.after_job", OTHER.toString(), "tablao.start_after", "22:00"),
                                renders(1)),
                        that(hear(OTHER, "Layout", JobStatus.COMPLETED)))
                .when(release())
                .then()
                .timer("start", TEN_HOURS)
                .and(later(TEN_HOURS), that(release()), started(0, ANNA))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void whatIsWaitedForOutlivesATakeOver() {
        given(jobWith(AFTER_OTHER, renders(1)), that(follow(THIRD)), takenOver())
                .when(release())
                .thenNothing()
                .when(hear(OTHER, "Layout", JobStatus.COMPLETED))
                .tells(releaseTasks());
    }

    // What scripts may write

    @Test
    void anOptionThatIsWrongFailsTheCompilation() {
        String sentence = "Unknown option \"tablao.retry\"; the options of a job are tablao.after_job,"
                + " tablao.max_active, tablao.retries, tablao.retry_delay, tablao.start_after, tablao.task_timeout";
        given(registered(), that(add("c", 0, render(0))))
                .when(seal("c", 1, Map.of("tablao.retry", "1")))
                .then(new JobEvent.CompilationFailed(JOB, "", START))
                .answering(Refusal.Kind.INVALID, sentence);
    }

    @Test
    void aJobsOwnTimeOutCountsForItsTasks() {
        given(jobWith(Map.of("tablao.task_timeout", "2h"), renders(1)), started(0, ANNA))
                .timer("0 untouched", Duration.ofHours(2))
                .and(takenOver())
                .timer("0 untouched", Duration.ofHours(2).plusMinutes(5));
    }

    private static JobCommand news(JobStatus status) {
        return new JobCommand.HearOfJob(OTHER, JOB, "Film", status);
    }

    private static JobEvent heard(JobId other, String name, JobStatus status) {
        return new JobEvent.PredecessorHeard(JOB, other, name, status, "");
    }

    static {
        assertThat(START.toString()).as("noon, as the times above take it").isEqualTo("2026-03-01T12:00:00Z");
    }
}
