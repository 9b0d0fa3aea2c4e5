// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.JsonText;
import io.tablao.model.TaskDefinition;
import java.util.List;
import java.util.Map;

/**
 * What a script made of a submission; its tasks' dependencies exist and hold no cycle.
 *
 * @param tasks in order of their indices
 * @param settings as the script left them
 * @param metadata as the script left it
 * @param scriptHash of the script and its modules
 */
public record AuthoredJob(
        List<TaskDefinition> tasks, JsonText settings, Map<String, String> metadata, String scriptHash)
        implements Compilation {

    public AuthoredJob {
        tasks = List.copyOf(tasks);
        metadata = Map.copyOf(metadata);
    }
}
