// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.Indices;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;

/** Cuts the tasks of a job, as they come, into runs that fit into one record each. */
final class TaskChunks {

    static final int MOST_TASKS = 500;
    static final int MOST_BYTES = 512 << 10;
    /** A task that is larger than a chunk should be is a chunk of its own, as long as Kafka takes it: up to 1 MB. */
    static final int MOST_BYTES_OF_A_TASK = 900 << 10;

    /** More than the field names, brackets and numbers of a task or command take up. */
    private static final int FRAME_BYTES = 160;

    /** Two indices of a million tasks, or the few between them, with quotes and commas. */
    private static final int BYTES_OF_A_RUN = 32;

    private List<TaskDefinition> chunk = new ArrayList<>();
    private int bytes;

    /** @return the chunks that are full, now that there are more tasks */
    List<List<TaskDefinition>> add(List<TaskDefinition> tasks) {
        List<List<TaskDefinition>> full = new ArrayList<>();
        for (TaskDefinition task : tasks) {
            int more = bytesOf(task);
            if (!chunk.isEmpty() && (chunk.size() == MOST_TASKS || bytes + more > MOST_BYTES)) {
                full.add(rest());
            }
            chunk.add(task);
            bytes += more;
        }
        return full;
    }

    /** The chunk that is not full; empty only when there was no task at all. */
    List<TaskDefinition> rest() {
        List<TaskDefinition> rest = chunk;
        chunk = new ArrayList<>();
        bytes = 0;
        return rest;
    }

    /** Whether the task fits into no chunk. */
    static boolean isTooLarge(TaskDefinition task) {
        return bytesOf(task) > MOST_BYTES_OF_A_TASK;
    }

    /** At least what the task takes up on the wire. */
    private static int bytesOf(TaskDefinition task) {
        int bytes = FRAME_BYTES + quoted(task.name()) + quoted(task.type());
        bytes += BYTES_OF_A_RUN * Indices.copyOf(task.dependencies()).runs();
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
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
        }
        return bytes;
    }
}
