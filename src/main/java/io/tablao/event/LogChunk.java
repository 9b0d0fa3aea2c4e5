// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.TaskKey;

/**
 * A piece of a task's log: whole lines, at most 64 KiB. Key, attempt, writer and sequence name it, so that a second delivery
 * is known.
 *
 * @param attempt 0: a line of the scheduler's
 * @param sequence from 0, without gaps, in each attempt
 */
public record LogChunk(TaskKey task, int attempt, int sequence, String text) implements Message {
    @Override
    public String key() {
        return task.toString();
    }
}
