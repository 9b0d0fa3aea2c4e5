// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tablao.bus.MessageCodec;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Topics;
import io.tablao.model.JobId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final TaskKey TASK = new TaskKey(new JobId(new UUID(0, 1)), 0);

    @TempDir
    Path folder;

    /** Delivers when it is told to. */
    private MockProducer<String, byte[]> producer;

    private Outbox outbox;

    @BeforeEach
    void open() {
        producer = new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
        outbox = new Outbox(
                producer,
                KeptReports.open(folder, 200_000),
                InstantSource.fixed(Instant.parse("2026-11-22T20:00:00Z")),
                Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void deliversWhatAnEarlierProcessLeftBeforeAnythingElse() {
        outbox.ship(chunk(0, 100), false);
        outbox.sayEnd(finish(), done -> {});
        outbox.say(Topics.COMMANDS, progress(1));
        outbox.sayLatest(TASK, Topics.COMMANDS, progress(2));
        awaitSent(4);
        // Kafka is away, and the process is killed: nothing of it is closed.

        open();
        assertThat(outbox.leftoversDelivered()).isNotDone();
        outbox.say(Topics.COMMANDS, progress(3));
        awaitSent(3);
        assertThat(sent()).containsExactly(chunk(0, 100), finish(), progress(3));
        producer.completeNext();
        assertThat(outbox.leftoversDelivered()).isNotDone();
        producer.completeNext();
        assertThat(outbox.leftoversDelivered()).isCompleted();
        producer.completeNext();
        outbox.close();

        assertThat(folder).isEmptyDirectory();
        open();
        assertThat(outbox.leftoversDelivered()).isCompleted();
    }

    @Test
    void leavesWhatIsNotDeliveredToTheNextProcess() {
        outbox.sayEnd(finish(), done -> {});
        awaitSent(1);
        outbox.close();

        open();
        awaitSent(1);
        assertThat(sent()).containsExactly(finish());
    }

    @Test
    void keepsALeftoverThatKafkaRefusesAndGoesOn() {
        outbox.sayEnd(finish(), done -> {});
        awaitSent(1);
        outbox.close();

        open();
        awaitSent(1);
        producer.errorNext(new TopicAuthorizationException("not now"));
        assertThat(outbox.leftoversDelivered()).isCompleted();
        outbox.close();

        open();
        awaitSent(1);
        assertThat(sent()).containsExactly(finish());
    }

    @Test
    void takesNoMoreOfLogsThanThereIsRoomForButEveryEnd() {
        int taken = 0;
        while (outbox.ship(chunk(taken, 10_000), false)) {
            taken++;
        }
        assertThat(taken).isBetween(17, 19);
        assertThat(outbox.ship(chunk(taken, 10), true)).isTrue();
        outbox.sayEnd(finish(), done -> {});
        awaitSent(taken + 2);

        while (producer.completeNext()) {
            // All of it is delivered.
        }
        assertThat(outbox.ship(chunk(taken + 1, 10_000), false)).isTrue();
    }

    @Test
    void keepsReportsThroughAnInterruptOfWhoeverSaysThem() {
        Thread.currentThread().interrupt();
        outbox.ship(chunk(0, 10), false);
        assertThat(Thread.interrupted()).isTrue();
        outbox.sayEnd(finish(), done -> {});
        awaitSent(2);

        open();
        awaitSent(2);
        assertThat(sent()).containsExactly(chunk(0, 10), finish());
    }

    @Test
    void saysEverythingInItsOrder() {
        for (int steps = 1; steps <= 3; steps++) {
            outbox.say(Topics.COMMANDS, progress(steps));
        }
        awaitSent(3);
        assertThat(sent()).containsExactly(progress(1), progress(2), progress(3));
        assertThat(producer.history().get(0).key()).isEqualTo("job:" + TASK.job());
    }

    @Test
    void tellsWhetherKafkaHasIt() {
        List<Boolean> told = new CopyOnWriteArrayList<>();
        outbox.say(Topics.COMMANDS, progress(1), told::add);
        outbox.say(Topics.COMMANDS, progress(2), told::add);
        awaitSent(2);
        assertThat(told).isEmpty();

        producer.completeNext();
        producer.errorNext(new RecordTooLargeException("too large"));
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void letsOnlyTheNewestWaitWhileAnEarlierOneIsUnderWay() {
        for (int steps = 1; steps <= 9; steps++) {
            outbox.sayLatest(TASK, Topics.COMMANDS, progress(steps));
        }
        awaitSent(1);
        producer.completeNext();
        awaitSent(2);
        producer.completeNext();

        outbox.sayLatest(TASK, Topics.COMMANDS, progress(10));
        awaitSent(3);
        assertThat(sent()).containsExactly(progress(1), progress(9), progress(10));
    }

    @Test
    void forgetsWhatWaitsOfASubjectThatIsOver() {
        outbox.sayLatest(TASK, Topics.COMMANDS, progress(1));
        outbox.sayLatest(TASK, Topics.COMMANDS, progress(2));
        outbox.forget(TASK);
        awaitSent(1);
        producer.completeNext();
        outbox.say(Topics.COMMANDS, progress(3));
        awaitSent(2);

        assertThat(sent()).containsExactly(progress(1), progress(3));
    }

    private static FinishTask finish() {
        return new FinishTask(TASK, 1, new WorkerId(new UUID(0, 2)), new SessionId(new UUID(0, 3)));
    }

    private static LogChunk chunk(int sequence, int length) {
        return new LogChunk(TASK, 1, sequence, "x".repeat(length));
    }

    private void awaitSent(int count) {
        await().atMost(Duration.ofSeconds(10)).until(() -> producer.history().size() == count);
    }

    private List<Message> sent() {
        return producer.history().stream()
                .map(each -> MessageCodec.decode(each.value(), Message.class).body())
                .toList();
    }

    private static ReportProgress progress(int steps) {
        return new ReportProgress(TASK, 1, new WorkerId(new UUID(0, 2)), new SessionId(new UUID(0, 3)), steps);
    }
}
