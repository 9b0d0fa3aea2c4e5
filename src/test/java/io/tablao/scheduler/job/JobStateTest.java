// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.Crew.ANNA;
import static io.tablao.scheduler.job.Crew.BERT;
import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.given;
import static io.tablao.scheduler.job.JobTrial.that;
import static io.tablao.scheduler.job.Plot.add;
import static io.tablao.scheduler.job.Plot.failed;
import static io.tablao.scheduler.job.Plot.film;
import static io.tablao.scheduler.job.Plot.job;
import static io.tablao.scheduler.job.Plot.registered;
import static io.tablao.scheduler.job.Plot.render;
import static io.tablao.scheduler.job.Plot.renders;
import static io.tablao.scheduler.job.Plot.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.event.EntityKey;
import io.tablao.event.QueuePart;
import io.tablao.event.State;
import io.tablao.model.QueueId;
import io.tablao.scheduler.entity.Rules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStateTest {

    @Test
    void tasksThatNothingHappenedToHaveNoPart() {
        var state = given(registered(), that(add("c", 0, render(0), render(1)))).state();

        assertThat(state.parts()).extracting(State::part).containsExactly("head", "tasks/0");
        assertThat(state.part("task/0")).isEmpty();
    }

    @Test
    void everyPartIsFoundByItsName() {
        var state = given(job(film(3)), started(0, ANNA)).state();

        assertThat(state.parts()).hasSize(5).allSatisfy(part -> {
            assertThat(part.entity()).isEqualTo(state.key()).isEqualTo(EntityKey.of(JOB));
            assertThat(state.part(part.part())).contains(part);
        });
        assertThat(state.part("task/99")).isEmpty();
        assertThat(state.part("tasks/99")).isEmpty();
        assertThat(state.part("no such part")).isEmpty();
    }

    @Test
    void aJobIsRecoveredFromItsPartsInAnyOrder() {
        var state = given(job(renders(40)), failed(0, ANNA), failed(1, ANNA), failed(2, ANNA), started(3, BERT))
                .state();
        List<State> parts = new ArrayList<>(state.parts());
        Collections.reverse(parts);

        assertThat(JobState.recover(parts)).usingRecursiveComparison().isEqualTo(state);
    }

    @Test
    void partsOfOtherEntitiesAreABug() {
        assertThatThrownBy(() -> JobState.recover(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JobState.recover(List.of(new QueuePart.QueueHead(QueueId.of("blender"), true))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aJobKnowsWhoRunsItsTasksInWhichSession() {
        var state = given(job(renders(2)), started(0, ANNA)).state();

        assertThat(state.runs(ANNA.id(), null)).isTrue();
        assertThat(state.runs(ANNA.id(), BERT.session())).isTrue();
        assertThat(state.runs(ANNA.id(), ANNA.session())).isFalse();
        assertThat(state.runs(BERT.id(), null)).isFalse();
    }

    @Test
    void aJobThatRunsWaitsForNoTime() {
        assertThat(given(job(renders(2))).state().timers(JobTrial.START, Rules.DEFAULT))
                .isEmpty();
    }
}
