// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.FFMPEG;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.becomes;
import static io.tablao.scheduler.job.Plot.enqueue;
import static io.tablao.scheduler.job.Plot.finish;
import static io.tablao.scheduler.job.Plot.freeSlot;
import static io.tablao.scheduler.job.Plot.jobWith;
import static io.tablao.scheduler.job.Plot.queued;
import static io.tablao.scheduler.job.Plot.recalled;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.release;
import static io.tablao.scheduler.job.Plot.releaseTasks;
import static io.tablao.scheduler.job.Plot.released;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.returnTasks;
import static io.tablao.scheduler.job.Plot.seal;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.task;
import static io.tablao.scheduler.job.Plot.taskStarted;

import io.tablao.event.QueueCommand;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code tablao.max_active}: at most so many tasks of the job run at once. */
class ActiveLimitTest {

    private static final Map<String, String> TWO = Map.of("tablao.max_active", "2");
    private static final Map<String, String> ONE = Map.of("tablao.max_active", "1");

    @Test
    void itsQueueGetsNoMoreThanMayRun() {
        given(registered(), that(add("c", 0, render(0), render(1), render(2))))
                .when(seal("c", 3, TWO))
                .because("Compiled into 3 tasks; runs at most 2 of them at once")
                .when(release())
                .then(released(queued(0, 1), queued(1, 1)))
                .tells(enqueue(BLENDER, Set.of(), queued(0, 1), queued(1, 1)))
                .when(release())
                .thenNothing();
    }

    @Test
    void whenOneEndsTheNextComes() {
        given(jobWith(TWO, renders(20)), started(0, ANNA), started(1, BERT), that(release()))
                .tasksOf(2, TaskStatus.QUEUED)
                .when(finish(0, ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(2, 1)));
    }

    @Test
    void whenOneIsReturnedItComesAgain() {
        given(jobWith(ONE, renders(20)), started(0, ANNA))
                .when(returnTasks(ANNA))
                .tells(freeSlot(0, ANNA), releaseTasks())
                .when(release())
                .then(released(queued(0, 2)));
    }

    @Test
    void eachTypeMayHaveThePlaceAndTheOthersAreCalledBackWhenItIsTaken() {
        given(jobWith(ONE, List.of(task(0, "blender"), task(1, "ffmpeg"), task(2, "ffmpeg"))))
                .when(start(1, ANNA))
                .then(taskStarted(1, 1, ANNA), becomes(JobStatus.QUEUED, JobStatus.ACTIVE), recalled(queued(0, 1)))
                .tells(
                        new QueueCommand.WithdrawTasks(BLENDER, JobTrial.JOB, List.of(queued(0, 1))),
                        new QueueCommand.TakeTask(FFMPEG, JobTrial.key(1), 1, ANNA.id()))
                .when(start(0, BERT))
                .thenConflict();
    }

    @Test
    void whatWasCalledBackComesAgainWhenThereIsAPlace() {
        given(jobWith(ONE, List.of(task(0, "blender"), task(1, "ffmpeg"), task(2, "ffmpeg"))), started(1, ANNA))
                .when(release())
                .thenNothing()
                .and(that(finish(1, ANNA)))
                .when(release())
                .thenNothing()
                .when(start(2, ANNA))
                .then(taskStarted(2, 1, ANNA), recalled(queued(0, 2)));
    }
}
