// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.Crew.CARL;
import static io.tablao.scheduler.job.Crew.DORA;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.later;
import static io.tablao.scheduler.job.JobTrial.roster;
import static io.tablao.scheduler.job.JobTrial.takenOver;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.blocklisted;
import static io.tablao.scheduler.job.Plot.check;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.fail;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.jobWith;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.retry;
import static io.tablao.scheduler.job.Plot.retryPlanned;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.taskFailed;
import static io.tablao.scheduler.job.Plot.taskSoftFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code tablao.retries}: a task that would be failed starts so many rounds anew. */
class RetriesTest {

    private static final Map<String, String> TWICE = Map.of("tablao.retries", "2");
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void aTaskThatEnoughWorkersFailedStartsAnewAfterADelay() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT), started(0, CARL))
                .when(fail(0, CARL))
                .then(andThen(taskSoftFailed(0, 3, CARL), retryPlanned(0, 1, TEN_SECONDS)))
                .tells(freeSlot(0, CARL), releaseTasks())
                .timer("0 retry", TEN_SECONDS)
                .job(JobStatus.ACTIVE);
    }

    @Test
    void untilThenItIsNotHandedOut() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT, CARL))
                .when(release())
                .thenNothing();
    }

    @Test
    void thenEverybodyMayTryItAgain() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT, CARL), later(TEN_SECONDS))
                .when(retry(0, 1))
                .then(new JobEvent.RetryDue(JobTrial.key(0)))
                .tells(releaseTasks())
                .when(release())
                .then(released(queued(0, 4)))
                .tells(enqueue(BLENDER, Set.of(), queued(0, 4)));
    }

    @Test
    void softFailuresWithinARoundAreWhatTheyAlwaysAre() {
        given(jobWith(TWICE, renders(20)), started(0, ANNA)).when(fail(0, ANNA)).then(taskSoftFailed(0, 1, ANNA));
    }

    @Test
    void eachRoundWaitsTwiceAsLong() {
        given(
                        jobWith(Map.of("tablao.retries", "9", "tablao.retry_delay", "1m"), renders(20)),
                        failed(0, ANNA, BERT, CARL),
                        later(Duration.ofMinutes(1)),
                        that(retry(0, 1)),
                        failed(0, ANNA, BERT),
                        started(0, CARL))
                .when(fail(0, CARL))
                .then(andThen(taskSoftFailed(0, 6, CARL), retryPlanned(0, 2, Duration.ofMinutes(3))));
    }

    @Test
    void afterTheLastRoundItIsFailed() {
        given(
                        jobWith(Map.of("tablao.retries", "1"), renders(20)),
                        failed(0, ANNA, BERT, CARL),
                        later(TEN_SECONDS),
                        that(retry(0, 1)),
                        failed(0, ANNA, BERT),
                        started(0, CARL))
                .when(fail(0, CARL))
                .then(taskFailed(0, 6, CARL));
    }

    @Test
    void aTaskThatNobodyIsLeftForStartsAnewToo() {
        given(jobWith(TWICE, renders(20)), roster(ANNA.awake()), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(andThen(taskSoftFailed(0, 1, ANNA), retryPlanned(0, 1, TEN_SECONDS)))
                .job(JobStatus.ACTIVE);
    }

    @Test
    void aTaskForWhichWorkersWentAwayStartsAnewToo() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA))
                .and(that(Plot.start(0, BERT)), roster(ANNA.awake()), that(Plot.returnTasks(BERT)))
                .tasksOf(0, TaskStatus.QUEUED)
                .timer("0 retry", TEN_SECONDS)
                .job(JobStatus.ACTIVE);
    }

    @Test
    void withEverybodyBlocklistedThereIsNoUseInRetrying() {
        given(
                        jobWith(TWICE, renders(40)),
                        roster(ANNA.awake(), BERT.awake()),
                        failed(0, ANNA),
                        failed(1, ANNA),
                        failed(3, BERT),
                        failed(4, BERT),
                        failed(2, ANNA),
                        started(5, BERT))
                .when(fail(5, BERT))
                .job(JobStatus.FAILED);
    }

    @Test
    void failuresStillCountAgainstTheWorkerUntilTheyAreForgotten() {
        given(jobWith(TWICE, renders(40)), failed(1, ANNA), failed(2, ANNA), failed(0, BERT, CARL), started(0, ANNA))
                .when(fail(0, ANNA))
                .then(Stream.of(
                                new JobEvent[] {taskSoftFailed(0, 3, ANNA)},
                                retryPlanned(0, 1, TEN_SECONDS),
                                new JobEvent[] {blocklisted(ANNA)})
                        .flatMap(Stream::of)
                        .toArray(JobEvent[]::new));
    }

    @Test
    void aTaskThatHangsIsRetriedToo() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT), started(0, DORA), later(TEN_MINUTES))
                .when(check(0))
                .then(andThen(taskSoftFailed(0, 3, DORA), retryPlanned(0, 1, TEN_MINUTES.plus(TEN_SECONDS))));
    }

    @Test
    void inAPausingJobItIsPausedAndForgiven() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT), started(0, CARL), that(pause()))
                .when(fail(0, CARL))
                .then(
                        taskSoftFailed(0, 3, CARL),
                        new JobEvent.TaskReturned(JobTrial.key(0), TaskStatus.PAUSED, true, ""),
                        becomes(JobStatus.PAUSE_REQUESTED, JobStatus.PAUSED))
                .noTimer("0 retry");
    }

    @Test
    void queueingTheJobByHandForgetsItsRetries() {
        var trial = given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT, CARL), that(requeue()));

        assertThat(trial.state().tasks().retries()).isEmpty();
        trial.tasksOf(0, TaskStatus.QUEUED).when(retry(0, 1)).thenNothing();
    }

    @Test
    void aRetryOutlivesATakeOver() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT, CARL), later(TEN_MINUTES), takenOver())
                .timer("0 retry", TEN_SECONDS)
                .when(release())
                .thenNothing()
                .when(retry(0, 1))
                .then(new JobEvent.RetryDue(JobTrial.key(0)));
    }

    @Test
    void aTimerThatIsEarlyOrLateChangesNothing() {
        given(jobWith(TWICE, renders(20)), failed(0, ANNA, BERT, CARL))
                .when(retry(0, 1))
                .then()
                .timer("0 retry", TEN_SECONDS)
                .when(retry(0, 2))
                .thenNothing()
                .when(retry(1, 1))
                .thenNothing()
                .when(retry(99, 1))
                .thenNothing();
    }

    private static JobEvent[] andThen(JobEvent first, JobEvent... others) {
        return Stream.concat(Stream.of(first), Stream.of(others)).toArray(JobEvent[]::new);
    }
}
