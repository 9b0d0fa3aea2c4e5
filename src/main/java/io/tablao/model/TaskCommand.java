// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

/**
 * One step of a task, for instance {@code blender-render}.
 *
 * @param parameters a JSON object; variables such as {@code {blender}} in its strings are not yet replaced
 * @param totalStepCount how many steps the command reports, 0 when it reports none
 */
public record TaskCommand(String name, JsonText parameters, int totalStepCount) {

    public TaskCommand {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A command needs a name");
        }
        if (totalStepCount < 0) {
            throw new IllegalArgumentException("A command cannot have " + totalStepCount + " steps");
        }
    }
}
