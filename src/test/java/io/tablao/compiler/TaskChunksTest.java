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
        assertThat(chunks(tasks(1001, "x"))).extracting(List::size).containsExactly(500, 500, 1);
        assertThat(chunks(tasks(500, "x"))).hasSize(1);
    }

    @Test
    void cutsByBytesAsTheyAreOnTheWire() {
        List<List<TaskDefinition>> chunks = chunks(tasks(400, "ü\u0001".repeat(1000)));

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

        assertThat(chunks(tasks)).extracting(List::size).containsExactly(1, 1, 1);
        assertThat(tasks).noneMatch(TaskChunks::isTooLarge);
    }

    @Test
    void findsTaskThatFitsIntoNoChunk() {
        assertThat(tasks(1, "x".repeat(TaskChunks.MOST_BYTES_OF_A_TASK))).allMatch(TaskChunks::isTooLarge);
        assertThat(tasks(10, "x")).noneMatch(TaskChunks::isTooLarge);
    }

    private static List<List<TaskDefinition>> chunks(List<TaskDefinition> tasks) {
        var chunks = new TaskChunks();
        List<List<TaskDefinition>> all = new ArrayList<>();
        // As they come: in runs that have nothing to do with chunks.
        for (int from = 0; from < tasks.size(); from += 130) {
            all.addAll(chunks.add(tasks.subList(from, Math.min(tasks.size(), from + 130))));
        }
        all.add(chunks.rest());
        return all;
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
