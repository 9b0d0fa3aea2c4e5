// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Set;

/**
 * What a worker is and can do.
 *
 * @param platform {@code linux}, {@code windows} or {@code darwin}
 * @param software name and version of the worker's program
 * @param taskTypes the task types that it accepts
 * @param tags UUIDs of the tags that it carries; in its own sign-on, names or UUIDs of those that it brings along when it is new
 * @param canRestart whether it starts anew when it is told to
 */
public record WorkerProfile(
        String name, String platform, String software, Set<String> taskTypes, Set<String> tags, boolean canRestart) {

    public WorkerProfile {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A worker needs a name");
        }
        taskTypes = Set.copyOf(taskTypes);
        tags = Set.copyOf(tags);
    }

    public WorkerProfile withTags(Set<String> others) {
        return new WorkerProfile(name, platform, software, taskTypes, others, canRestart);
    }

    public boolean accepts(QueueId queue) {
        String tag = queue.tag();
        return taskTypes.contains(queue.type()) && (tag == null || tags.contains(tag));
    }
}
