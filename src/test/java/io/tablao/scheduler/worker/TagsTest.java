// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.worker;

import static io.tablao.scheduler.worker.WorkerTrial.ANNA;
import static io.tablao.scheduler.worker.WorkerTrial.FIRST;
import static io.tablao.scheduler.worker.WorkerTrial.SECOND;
import static io.tablao.scheduler.worker.WorkerTrial.signOff;
import static io.tablao.scheduler.worker.WorkerTrial.signOn;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.FarmCommand;
import io.tablao.event.WorkerCommand;
import io.tablao.model.WorkerProfile;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tags are given to workers by people. */
class TagsTest {

    private final WorkerTrial anna = new WorkerTrial().given(signOn(FIRST));

    @Test
    void a_worker_is_given_tags_and_the_queues_of_them_come_into_being() {
        anna.when(set("gpu", "fast"))
                .then(
                        "carries [fast, gpu]",
                        "shards hear: awake",
                        "queue misc@fast",
                        "queue misc@gpu",
                        "she hears: tags [fast, gpu]",
                        "farm hears later: " + new FarmCommand.CheckTags(ANNA, Set.of("gpu", "fast")));
        anna.when(set("fast", "gpu")).then();
    }

    @Test
    void a_tag_that_is_taken_away_needs_no_check() {
        anna.given(set("gpu", "fast"))
                .when(set("gpu"))
                .then("carries [gpu]", "shards hear: awake", "she hears: tags [gpu]");
    }

    @Test
    void a_tag_that_is_deleted_is_taken_away_once() {
        var remove = new WorkerCommand.RemoveWorkerTags(ANNA, Set.of("gpu"));
        anna.given(set("gpu", "fast"))
                .when(remove)
                .then("carries [fast]", "shards hear: awake", "she hears: tags [fast]");
        anna.when(remove).then();
    }

    @Test
    void tags_outlast_sessions_whatever_the_worker_says_of_itself() {
        var profile = new WorkerProfile("anna", "linux", "tablao 1", Set.of("misc"), Set.of("mine"), true);
        anna.given(set("gpu"), signOff(FIRST), new WorkerCommand.SignOnWorker(ANNA, SECOND, profile));
        assertThat(anna.worker().profile().tags()).containsExactly("gpu");
    }

    @Test
    void a_new_worker_brings_the_tags_of_its_configuration_along() {
        var profile = new WorkerProfile("anna", "linux", "tablao 1", Set.of("misc"), Set.of("gpu"), true);
        var trial = new WorkerTrial();
        trial.when(new WorkerCommand.SignOnWorker(ANNA, FIRST, profile))
                .then(
                        "signed on, awake",
                        "shards hear: awake",
                        "queue misc",
                        "she hears: signed on, awake",
                        "farm hears: " + new FarmCommand.BringTags(ANNA, Set.of("gpu")));
        trial.given(new WorkerCommand.AddWorkerTags(ANNA, Set.of("id-of-gpu")));
        assertThat(trial.worker().profile().tags()).containsExactly("id-of-gpu");
    }

    private static WorkerCommand set(String... tags) {
        return new WorkerCommand.SetWorkerTags(ANNA, Set.of(tags));
    }
}
