// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.model.JobId;
import io.tablao.model.JsonText;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskChunksTest {

    @Test
    void cutsByCount() {
        assertThat(TaskChunks.of(tasks(1001, "x"))).extracting(List::size).containsExactly(500, 500, 1);
        assertThat(TaskChunks.of(tasks(500, "x"))).hasSize(1);
    }

    @Test
    void cutsByBytesAsTheyAreOnTheWire() {
        List<List<TaskDefinition>> chunks = TaskChunks.of(tasks(400, "ü\u0001".repeat(1000)));

        assertThat(chunks).hasSizeBetween(3, 12);
        for (List<TaskDefinition> chunk : chunks) {
            var message =
                    new AddTasks(new JobId(UUID.randomUUID()), UUID.randomUUID().toString(), 0, chunk);
            var envelope = new Envelope<>(UUID.randomUUID(), Instant.EPOCH, null, UUID.randomUUID(), message);
            assertThat(MessageCodec.encode(envelope).length).isLessThan(TaskChunks.MOST_BYTES + 1024);
        }
    }

    @Test
    void givesLargeTaskChunkOfItsOwn() {
        List<TaskDefinition> tasks = new ArrayList<>(tasks(3, "x"));
        tasks.set(1, tasks(2, "x".repeat(TaskChunks.MOST_BYTES)).get(1));

        assertThat(TaskChunks.of(tasks)).extracting(List::size).containsExactly(1, 1, 1);
        assertThat(TaskChunks.tooLarge(tasks)).isEmpty();
    }

    @Test
    void findsTaskThatFitsIntoNoChunk() {
        assertThat(TaskChunks.tooLarge(tasks(1, "x".repeat(TaskChunks.MOST_BYTES_OF_A_TASK))))
                .isPresent();
        assertThat(TaskChunks.tooLarge(tasks(10, "x"))).isEmpty();
    }

    private static List<TaskDefinition> tasks(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(index -> new TaskDefinition(
                        index, "task", "misc", 50, List.of(), List.of(new TaskCommand("echo", parameters(text), 0))))
                .toList();
    }

    private static JsonText parameters(String text) {
        return new JsonText("{\"message\":\"" + text.replace("\u0001", "\\u0001") + "\"}");
    }
}
