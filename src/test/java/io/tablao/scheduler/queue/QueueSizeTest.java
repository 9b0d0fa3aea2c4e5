// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.ANNA;
import static io.tablao.scheduler.queue.QueueTrial.JOB;
import static io.tablao.scheduler.queue.QueueTrial.OTHER;
import static io.tablao.scheduler.queue.QueueTrial.QUEUE;
import static io.tablao.scheduler.queue.QueueTrial.START;
import static io.tablao.scheduler.queue.QueueTrial.enqueue;
import static io.tablao.scheduler.queue.QueueTrial.given;
import static io.tablao.scheduler.queue.QueueTrial.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuedTask;
import io.tablao.model.JobId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A queue of a million tasks fits, and one task of it costs what one task of an empty queue costs. */
@Tag("long")
class QueueSizeTest {

    private static final int MILLION = 1_000_000;

    @Test
    void a_million_waiting_tasks_take_less_than_250_bytes_each() {
        long before = heap();
        QueueState queue = million();
        assertThat((heap() - before) / MILLION).isLessThan(250);
        assertThat(queue.waitingCount()).isEqualTo(MILLION);
    }

    @Test
    void a_slot_is_filled_as_quickly_as_in_an_empty_queue() {
        var trial = given(ANNA);
        trial.state = million();
        trial.and(new QueueCommand.QueueReady(QUEUE));
        long start = ManagementFactory.getRuntimeMXBean().getUptime();
        for (int index = 0; index < 10_000; index++) {
            trial.when(take(JOB, index, ANNA));
            trial.when(QueueTrial.free(JOB, index, ANNA, Duration.ofMinutes(1)));
            assertThat(trial.sent()).containsExactly("1/" + (index + 1) + "#1");
            trial.when(enqueue(OTHER, index));
        }
        assertThat(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime() - start))
                .isLessThan(Duration.ofSeconds(20));
    }

    private static QueueState million() {
        QueueState queue = QueueApplier.apply(null, new QueueEvent.QueueCreated(QUEUE), Journal.NONE);
        for (int chunk = 0; chunk < MILLION / QueueEvent.CHUNK; chunk++) {
            int first = chunk * QueueEvent.CHUNK;
            var command = new QueueCommand.EnqueueTasks(
                    QUEUE,
                    new JobId(JOB.value()),
                    50,
                    START,
                    IntStream.range(first, first + QueueEvent.CHUNK)
                            .mapToObj(index -> new QueuedTask(index, 1, 50))
                            .toList(),
                    Set.of());
            var decision = (Decision.Accepted)
                    QueueDecider.decide(queue, new QueueTrial().roster, command, START, Rules.DEFAULT);
            List<QueueEvent> events =
                    decision.events().stream().map(QueueEvent.class::cast).toList();
            events.forEach(event -> QueueApplier.apply(queue, event, Journal.NONE));
        }
        return queue;
    }

    private static long heap() {
        var memory = ManagementFactory.getMemoryMXBean();
        for (int each = 0; each < 3; each++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
