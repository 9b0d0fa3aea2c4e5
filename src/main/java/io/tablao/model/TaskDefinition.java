// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.List;

/**
 * A task as its script authored it; it never changes.
 *
 * @param index the task's place in its job, from 0
 * @param priority higher runs earlier among the tasks of jobs of equal priority
 * @param dependencies indices of the tasks of the same job that must be completed first; may point forwards; kept as {@link Indices}
 */
public record TaskDefinition(
        int index, String name, String type, int priority, List<Integer> dependencies, List<TaskCommand> commands) {

    public static final int DEFAULT_PRIORITY = 50;

    public TaskDefinition {
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException("Task " + index + " needs a name and a type");
        }
        dependencies = Indices.copyOf(dependencies);
        commands = List.copyOf(commands);
    }

    /** Flamenco: the sum over the commands of max(1, total step count). */
    public int totalSteps() {
        return commands.stream()
                .mapToInt(command -> Math.max(1, command.totalStepCount()))
                .sum();
    }
}
