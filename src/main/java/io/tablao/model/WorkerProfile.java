// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Set;

/**
 * What a worker says of itself when it signs on.
 *
 * @param platform {@code linux}, {@code windows} or {@code darwin}
 * @param software name and version of the worker's program
 * @param taskTypes the task types that it accepts
 * @param tags UUIDs of the tags that it carries
 */
public record WorkerProfile(String name, String platform, String software, Set<String> taskTypes, Set<String> tags) {

    public WorkerProfile {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A worker needs a name");
        }
        taskTypes = Set.copyOf(taskTypes);
        tags = Set.copyOf(tags);
    }

    public boolean accepts(QueueId queue) {
        String tag = queue.tag();
        return taskTypes.contains(queue.type()) && (tag == null || tags.contains(tag));
    }
}
