// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.UUID;

/** Names a task, as the outside world names it; derived from its job and index, see {@link TaskKey#taskId()}. Written as a UUID. */
public record TaskId(UUID value) implements Comparable<TaskId> {

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static TaskId of(String text) {
        return new TaskId(UUID.fromString(text));
    }

    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
