// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent.JobPriorityChanged;
import io.tablao.event.JobEvent.TaskProgressed;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.TaskKey;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeJournalTest {

    private static final JobId JOB = new JobId(new UUID(0, 1));

    private final ChangeJournal journal = new ChangeJournal(3);

    @Test
    void manyChangesSinceAreOne() {
        journal.add(progress(JOB, 4));
        long read = journal.end();
        journal.add(progress(JOB, 1));
        journal.add(progress(JOB, 2));
        journal.add(progress(JOB, 1));

        LiveMessage message = journal.after(read).orElseThrow().changes().message(JOB);

        assertThat(message.jobs()).containsExactly(JOB.toString());
        assertThat(message.tasks()).containsExactly(1, 2);
        assertThat(message.manyTasks()).isFalse();
        assertThat(journal.after(read).orElseThrow().position()).isEqualTo(4);
    }

    @Test
    void whoIsFurtherBehindThanItGoesBackIsTold() {
        for (int i = 0; i < 5; i++) {
            journal.add(progress(JOB, i));
        }

        assertThat(journal.after(1)).isEmpty();
        assertThat(journal.after(2)).isPresent();
        assertThat(journal.after(5)).isPresent();
        assertThat(journal.after(6)).as("a position of another journal").isEmpty();
    }

    @Test
    void whoeverHasReadAllWaitsForMore() {
        var more = journal.moreThan(0).toCompletableFuture();
        assertThat(more).isNotDone();

        journal.add(progress(JOB, 0));

        assertThat(more).isDone();
        assertThat(journal.moreThan(0).toCompletableFuture()).isDone();
    }

    @Test
    void tasksOfOtherJobsAreNotNamed() {
        LiveMessage message = progress(JOB, 7).message(new JobId(new UUID(0, 2)));

        assertThat(message.jobs()).containsExactly(JOB.toString());
        assertThat(message.tasks()).isEmpty();
    }

    @Test
    void whatIsNamedIsBounded() {
        Changes changes = new Changes();
        for (int i = 0; i < Changes.MOST + 1; i++) {
            changes.note(new JobPriorityChanged(new JobId(new UUID(1, i)), 50));
        }
        Changes tasks = new Changes();
        for (int i = 0; i < Changes.MOST_TASKS + 1; i++) {
            tasks.note(new TaskProgressed(new TaskKey(JOB, i), 1, 1));
        }

        assertThat(changes.message(null).manyJobs()).isTrue();
        assertThat(changes.message(null).jobs()).isEmpty();
        assertThat(tasks.message(JOB).manyTasks()).isTrue();
        assertThat(tasks.message(JOB).tasks()).isEmpty();
        assertThat(tasks.message(null).manyTasks()).as("nobody watches").isFalse();
    }

    @Test
    void aChangeOfTheWholeJobIsOneOfManyOfItsTasks() {
        Changes changes = progress(JOB, 3);
        changes.note(new JobPriorityChanged(JOB, 70));

        assertThat(changes.message(JOB).manyTasks()).isTrue();
        assertThat(changes.message(JOB).tasks()).isEmpty();
    }

    @Test
    void queuesAreTold() {
        Changes changes = new Changes();
        assertThat(changes.isEmpty()).isTrue();
        changes.note(new QueueCreated(new QueueId("blender", null)));

        assertThat(changes.message(null).queues()).isTrue();
    }

    private static Changes progress(JobId job, int task) {
        Changes changes = new Changes();
        changes.note(new TaskProgressed(new TaskKey(job, task), 1, 1));
        return changes;
    }
}
