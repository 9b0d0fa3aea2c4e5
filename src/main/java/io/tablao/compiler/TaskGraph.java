// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.TaskDefinition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The dependencies among the tasks of a job. */
final class TaskGraph {

    private TaskGraph() {}

    /**
     * Names of tasks that depend on each other in a circle, each waiting for the next; the last is the first again.
     *
     * @throws IllegalArgumentException when a dependency is not the index of a task
     */
    static Optional<List<String>> cycle(List<TaskDefinition> tasks) {
        int[] waitingFor = new int[tasks.size()];
        List<List<Integer>> dependents = new ArrayList<>(Collections.nCopies(tasks.size(), List.of()));
        for (TaskDefinition task : tasks) {
            for (int dependency : task.dependencies()) {
                if (dependency < 0 || dependency >= tasks.size()) {
                    throw new IllegalArgumentException(
                            "task \"" + task.name() + "\" depends on a task that there is not");
                }
                if (dependents.get(dependency).isEmpty()) {
                    dependents.set(dependency, new ArrayList<>());
                }
                dependents.get(dependency).add(task.index());
                waitingFor[task.index()]++;
            }
        }
        // Take away what waits for nothing, again and again; what remains holds every cycle.
        Deque<Integer> free = new ArrayDeque<>();
        for (int index = 0; index < waitingFor.length; index++) {
            if (waitingFor[index] == 0) {
                free.add(index);
            }
        }
        while (!free.isEmpty()) {
            for (int dependent : dependents.get(free.remove())) {
                if (--waitingFor[dependent] == 0) {
                    free.add(dependent);
                }
            }
        }
        for (int index = 0; index < waitingFor.length; index++) {
            if (waitingFor[index] > 0) {
                return Optional.of(circleFrom(index, tasks, waitingFor));
            }
        }
        return Optional.empty();
    }

    /** Whoever remains waits for somebody who remains, so following them comes round. */
    private static List<String> circleFrom(int start, List<TaskDefinition> tasks, int[] waitingFor) {
        List<Integer> walked = new ArrayList<>();
        int[] placeInWalk = new int[tasks.size()];
        int at = start;
        while (placeInWalk[at] == 0) {
            walked.add(at);
            placeInWalk[at] = walked.size();
            at = tasks.get(at).dependencies().stream()
                    .filter(dependency -> waitingFor[dependency] > 0)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> names = new ArrayList<>();
        for (int index : walked.subList(placeInWalk[at] - 1, walked.size())) {
            names.add(tasks.get(index).name());
        }
        names.add(tasks.get(at).name());
        return names;
    }
}
