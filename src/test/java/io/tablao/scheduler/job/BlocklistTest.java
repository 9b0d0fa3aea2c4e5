// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.BLENDER;
import static io.tablao.scheduler.job.Plot.blocklisted;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.pause;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.requeue;
import static io.tablao.scheduler.job.Plot.start;
import static io.tablao.scheduler.job.Plot.started;
import static io.tablao.scheduler.job.Plot.taskSoftFailed;
import static io.tablao.scheduler.job.Plot.taskStarted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand.UnblockWorkers;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.event.QueueCommand.AdmitWorkers;
import io.tablao.scheduler.job.JobTrial.Ask;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How workers come off a job's blocklist. */
class BlocklistTest {

    private static Ask unblock(Crew worker, String... types) {
        return trial -> new UnblockWorkers(JOB, Map.of(worker.id(), Set.of(types)));
    }

    private static JobTrial withAnnaBlocklisted() {
        return given(job(renders(40)), failed(0, ANNA), failed(1, ANNA), failed(2, ANNA));
    }

    @Test
    void whoIsTakenOffTheBlocklistRunsTasksAgainButNotThoseThatItFailed() {
        var trial = withAnnaBlocklisted().and(failed(3, BERT));
        trial.when(unblock(ANNA, "blender", "ffmpeg"))
                .then(new WorkersUnblocked(JOB, Map.of(ANNA.id(), Set.of("blender"))))
                .tells(new AdmitWorkers(
                        BLENDER,
                        JOB,
                        Set.of(),
                        Map.of(
                                0, Set.of(ANNA.id()),
                                1, Set.of(ANNA.id()),
                                2, Set.of(ANNA.id()),
                                3, Set.of(BERT.id()))))
                .when(start(4, ANNA))
                .then(taskStarted(4, 1, ANNA));
        assertThat(trial.state().head().blocklist()).isEmpty();
    }

    @Test
    void itsNextFailureBlocklistsItAgain() {
        withAnnaBlocklisted()
                .and(that(unblock(ANNA, "blender")), started(4, ANNA))
                .when(Plot.fail(4, ANNA))
                .then(taskSoftFailed(4, 1, ANNA), blocklisted(ANNA));
    }

    @Test
    void whoIsNotOnTheBlocklistCannotComeOffIt() {
        withAnnaBlocklisted().when(unblock(BERT, "blender")).thenNothing();
        withAnnaBlocklisted().when(unblock(ANNA, "ffmpeg")).thenNothing();
        withAnnaBlocklisted()
                .and(that(unblock(ANNA, "blender")))
                .when(unblock(ANNA, "blender"))
                .thenNothing();
    }

    @Test
    void aJobThatDoesNotRunHasNothingInQueues() {
        withAnnaBlocklisted().and(that(pause())).when(unblock(ANNA, "blender")).tells();
    }

    @Test
    void requeueingAJobLetsEverybodyRunWhatIsInQueuesAlready() {
        var trial = withAnnaBlocklisted().when(requeue());
        trial.tells(new AdmitWorkers(BLENDER, JOB, Set.of(), Map.of()), Plot.releaseTasks());
    }
}
