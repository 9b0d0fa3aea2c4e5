// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.MessageCodec;
import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Notice.Granted;
import io.tablao.model.JobId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.worker.command.RunningProcesses;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running task says of itself, so that it is not taken to hang while it works. */
class RunningTaskTest {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private Instant now = Instant.parse("2026-11-22T20:00:00Z");
    private Outbox outbox;
    private RunningTask task;

    @BeforeEach
    void begin() {
        outbox = new Outbox(
                producer, KeptReports.open(folder.resolve("reports"), 200_000), () -> now, Duration.ofSeconds(5));
        var granted = new Granted(
                new WorkerId(new UUID(0, 2)),
                new SessionId(new UUID(0, 3)),
                new TaskKey(new JobId(new UUID(0, 1)), 0),
                1,
                "a job",
                "a-type",
                50,
                new TaskDefinition(0, "task", "misc", 50, List.of(), List.of()),
                Variables.NONE);
        task = new RunningTask(
                granted,
                new Equipment(
                        outbox,
                        new Previews(outbox, () -> now, Duration.ofHours(1)),
                        new RunningProcesses(folder.resolve("processes")),
                        Map.of(),
                        1_000,
                        () -> now));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void aStepIsSaidAtOnce() {
        task.steps(1);
        pass(HALF_A_SECOND);

        assertThat(steps()).containsExactly(1);
    }

    @Test
    void outputWithoutStepsIsSaidEveryHalfMinuteAtMost() {
        for (int tick = 0; tick < 240; tick++) {
            task.log("Sample " + tick);
            pass(HALF_A_SECOND);
        }

        assertThat(steps()).as("in two minutes").containsExactly(0, 0, 0, 0);
    }

    @Test
    void outputCountsAlsoWhenTheLogIsFull() {
        task.log("x".repeat(2_000));
        pass(Duration.ofMinutes(1));
        task.log("beyond the limit");
        pass(Duration.ofMinutes(1));

        assertThat(steps()).hasSize(2);
    }

    @Test
    void aTaskThatIsSilentIsNotSpokenOf() {
        task.log("The last word");
        pass(Duration.ofMinutes(1));
        for (int minute = 0; minute < 10; minute++) {
            pass(Duration.ofMinutes(1));
        }

        assertThat(steps()).hasSize(1);
    }

    /** Time passes, the task says what it has to say, and Kafka has it. */
    private void pass(Duration time) {
        now = now.plus(time);
        task.tick();
        var delivered = new CompletableFuture<Boolean>();
        outbox.say("end", new LogChunk(new TaskKey(new JobId(new UUID(0, 1)), 0), 0, 0, "end"), delivered::complete);
        delivered.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private List<Integer> steps() {
        return producer.history().stream()
                .map(each -> MessageCodec.decode(each.value(), Message.class).body())
                .filter(ReportProgress.class::isInstance)
                .map(report -> ((ReportProgress) report).steps())
                .toList();
    }
}
