// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.LogChunk;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskLogTest {

    private static final TaskKey TASK = new TaskKey(new JobId(new UUID(0, 1)), 0);
    private static final Instant AT = Instant.parse("2026-11-22T20:00:00.123456Z");
    private static final String STAMP = "2026-11-22T20:00:00.123Z ";

    private final List<LogChunk> chunks = new ArrayList<>();
    private boolean full;

    @Test
    void gathersLinesWithTheirTimesUntilItIsFlushed() {
        TaskLog log = log(1_000);
        log.add(AT, "one");
        log.add(AT, "two\nthree");
        assertThat(chunks).isEmpty();

        log.flush();
        log.flush();
        assertThat(chunks)
                .containsExactly(new LogChunk(TASK, 2, 0, STAMP + "one\n" + STAMP + "two\n" + STAMP + "three\n"));
    }

    @Test
    void saysWhatIsMissingWhereNothingWasTaken() {
        TaskLog log = log(10_000);
        log.add(AT, "one");
        log.flush();
        full = true;
        log.add(AT, "two\nthree");
        log.flush();
        log.add(AT, "four");
        log.flush();
        full = false;
        log.add(AT, "five");
        log.flush();

        String missing = STAMP + "Lines are missing here (3, " + (3 * STAMP.length() + "two\nthree\nfour\n".length())
                + " bytes): Kafka was away, and what waited for it had reached this worker's limit\n";
        assertThat(chunks)
                .containsExactly(
                        new LogChunk(TASK, 2, 0, STAMP + "one\n"),
                        new LogChunk(TASK, 2, 1, missing + STAMP + "five\n"));
    }

    @Test
    void saysHowItEndedEvenWhenNothingElseIsTaken() {
        TaskLog log = log(10_000);
        full = true;
        log.add(AT, "one");
        log.flush();
        log.close(AT, "Task completed");

        assertThat(chunks).hasSize(1);
        assertThat(text()).contains("missing here (1, ").endsWith(STAMP + "Task completed\n");
    }

    @Test
    void makesChunksOfWholeLinesInSequence() {
        TaskLog log = log(Long.MAX_VALUE);
        String line = "ü".repeat(5_000);
        for (int i = 0; i < 20; i++) {
            log.add(AT, line);
        }
        log.close(AT, "end");

        assertThat(chunks).hasSizeGreaterThan(2).allSatisfy(chunk -> {
            assertThat(chunk.text().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(TaskLog.CHUNK_BYTES);
            assertThat(chunk.text()).endsWith("\n");
        });
        assertThat(chunks.stream().map(LogChunk::sequence))
                .isEqualTo(IntStream.range(0, chunks.size()).boxed().toList());
        assertThat(text().lines()).hasSize(21);
    }

    @Test
    void saysOnceWhereItWasCutAndStillHowItEnded() {
        TaskLog log = log(100);
        for (int i = 0; i < 50; i++) {
            log.add(AT, "0123456789");
        }
        log.close(AT, "Task completed");

        assertThat(text().lines())
                .containsExactly(
                        STAMP + "0123456789",
                        STAMP + "0123456789",
                        STAMP + "The log was cut here: it has reached the limit of 100 bytes an attempt",
                        STAMP + "Task completed");
    }

    @Test
    void cutsALineThatIsTooLongBetweenCharacters() {
        TaskLog log = log(Long.MAX_VALUE);
        log.add(AT, "x" + "€".repeat(20_000));
        log.flush();

        assertThat(text()).endsWith("€ … (line cut)\n").doesNotContain("\uFFFD");
        assertThat(text().getBytes(UTF_8)).hasSizeLessThan(TaskLog.LINE_BYTES + 100);
    }

    @Test
    void leavesOutWhatNoOtherStageCouldCarry() {
        TaskLog log = log(1_000);
        log.add(AT, "zero \0, half \ud800.");
        log.flush();

        assertThat(text()).isEqualTo(STAMP + "zero \uFFFD, half ?.\n");
    }

    @Test
    void takesNothingMoreWhenItIsClosed() {
        TaskLog log = log(1_000);
        log.close(AT, "end");
        log.add(AT, "late");
        log.close(AT, "again");
        log.flush();

        assertThat(text()).isEqualTo(STAMP + "end\n");
    }

    private TaskLog log(long limit) {
        return new TaskLog(TASK, 2, limit, (chunk, last) -> (last || !full) && chunks.add(chunk));
    }

    private String text() {
        return chunks.stream().map(LogChunk::text).collect(Collectors.joining());
    }
}
