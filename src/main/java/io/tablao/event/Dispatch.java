// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.QueueId;
import io.tablao.model.TaskKey;

/** On a queue's topic: whoever takes it may ask to start this attempt. What the task is comes with the grant. */
public record Dispatch(QueueId queue, TaskKey task, int attempt) implements Message {
    @Override
    public String key() {
        return task.toString();
    }
}
