// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGraphTest {

    @Test
    void findsNoCycleWhereDependenciesPointBothWays() {
        assertThat(graph(tasks(List.of(1, 2), List.of(2), List.of(), List.of(0)))
                        .cycle())
                .isEmpty();
    }

    @Test
    void namesTheTasksOfTheCycleAndNoOthers() {
        assertThat(graph(tasks(List.of(1), List.of(2), List.of(3), List.of(1, 4), List.of()))
                        .cycle())
                .contains(List.of("task1", "task2", "task3", "task1"));
    }

    @Test
    void namesTaskThatWaitsForItself() {
        assertThat(graph(tasks(List.of(), List.of(1))).cycle()).contains(List.of("task1", "task1"));
    }

    @Test
    void findsDependenciesOnNothing() {
        assertThat(graph(tasks(List.of(), List.of(7))).dangling()).contains("task1");
        assertThat(graph(tasks(List.of(1), List.of())).dangling()).isEmpty();
    }

    private static TaskGraph graph(List<TaskDefinition> tasks) {
        var graph = new TaskGraph();
        tasks.forEach(graph::add);
        return graph;
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
