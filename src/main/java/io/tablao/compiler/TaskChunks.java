// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts the tasks of a job into runs that fit into one record each. */
final class TaskChunks {

    static final int MOST_TASKS = 500;
    static final int MOST_BYTES = 512 << 10;
    /** A task that is larger than a chunk should be is a chunk of its own, as long as Kafka takes it: up to 1 MB. */
    static final int MOST_BYTES_OF_A_TASK = 900 << 10;

    /** More than the field names, brackets and numbers of a task or command take up. */
    private static final int FRAME_BYTES = 160;

    private TaskChunks() {}

    /** In order; only a job without tasks has no chunk. */
    static List<List<TaskDefinition>> of(List<TaskDefinition> tasks) {
        List<List<TaskDefinition>> chunks = new ArrayList<>();
        List<TaskDefinition> chunk = new ArrayList<>();
        int bytes = 0;
        for (TaskDefinition task : tasks) {
            int more = bytesOf(task);
            if (!chunk.isEmpty() && (chunk.size() == MOST_TASKS || bytes + more > MOST_BYTES)) {
                chunks.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            chunk.add(task);
            bytes += more;
        }
        if (!chunk.isEmpty()) {
            chunks.add(chunk);
        }
        return chunks;
    }

    /** The first task that fits into no chunk. */
    static Optional<TaskDefinition> tooLarge(List<TaskDefinition> tasks) {
        return tasks.stream()
                .filter(task -> bytesOf(task) > MOST_BYTES_OF_A_TASK)
                .findFirst();
    }

    /** At least what the task takes up on the wire. */
    private static int bytesOf(TaskDefinition task) {
        int bytes = FRAME_BYTES + quoted(task.name()) + quoted(task.type());
        for (int dependency : task.dependencies()) {
            bytes += Integer.toString(dependency).length() + 1;
        }
        for (TaskCommand command : task.commands()) {
            bytes += FRAME_BYTES
                    + quoted(command.name())
                    + utf8(command.parameters().text());
        }
        return bytes;
    }

    /** Names may hold characters that JSON writes as six. */
    private static int quoted(String text) {
        return 6 * text.length();
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
