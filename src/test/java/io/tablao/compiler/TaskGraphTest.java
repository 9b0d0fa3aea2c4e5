// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    @Test
    void findsNoCycleWhereDependenciesPointBothWays() {
        assertThat(TaskGraph.cycle(tasks(List.of(1, 2), List.of(2), List.of(), List.of(0))))
                .isEmpty();
    }

    @Test
    void namesTheTasksOfTheCycleAndNoOthers() {
        assertThat(TaskGraph.cycle(tasks(List.of(1), List.of(2), List.of(3), List.of(1, 4), List.of())))
                .contains(List.of("task1", "task2", "task3", "task1"));
    }

    @Test
    void namesTaskThatWaitsForItself() {
        assertThat(TaskGraph.cycle(tasks(List.of(), List.of(1)))).contains(List.of("task1", "task1"));
    }

    @Test
    void refusesDependenciesOnNothing() {
        assertThatThrownBy(() -> TaskGraph.cycle(tasks(List.of(7)))).hasMessageContaining("task0");
    }

    @SafeVarargs
    private static List<TaskDefinition> tasks(List<Integer>... dependencies) {
        List<TaskDefinition> tasks = new ArrayList<>();
        for (List<Integer> each : dependencies) {
            tasks.add(new TaskDefinition(tasks.size(), "task" + tasks.size(), "misc", 50, each, List.of()));
        }
        return tasks;
    }
}
