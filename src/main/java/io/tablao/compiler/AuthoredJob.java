// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a script made of a submission, without the tasks, which have been taken before; their dependencies exist and hold no
 * cycle.
 *
 * @param tasks how many there are
 * @param settings as the script left them
 * @param metadata as the script left it
 * @param scriptHash of the script and its modules
 * @param log the lines that the script printed
 * @param script how long the script itself ran
 * @param duration from the script's start to the last check
 */
public record AuthoredJob(
        int tasks,
        JsonText settings,
        Map<String, String> metadata,
        String scriptHash,
        List<String> log,
        Duration script,
        Duration duration)
        implements Compilation {

    public AuthoredJob {
        metadata = Map.copyOf(metadata);
        log = List.copyOf(log);
    }
}
