// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.Indices;
import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The dependencies among the tasks of a job: names and indices only, since a job may have a million of tasks. */
final class TaskGraph {

    private final List<String> names = new ArrayList<>();
    private final List<Indices> dependencies = new ArrayList<>();

    /** The next task. */
    void add(TaskDefinition task) {
        names.add(task.name());
        dependencies.add(Indices.copyOf(task.dependencies()));
    }

    int size() {
        return names.size();
    }

    /** The name of a task that depends on one which was not added. */
    Optional<String> dangling() {
        for (int index = 0; index < size(); index++) {
            Indices each = dependencies.get(index);
            if (!each.isEmpty() && (each.getFirst() < 0 || each.getLast() >= size())) {
                return Optional.of(names.get(index));
            }
        }
        return Optional.empty();
    }

    /**
     * Names of tasks that depend on each other in a circle, each waiting for the next; the last is the first again. All
     * dependencies must be there.
     */
    Optional<List<String>> cycle() {
        int[] waitingFor = new int[size()];
        int[] dependentsFrom = new int[size() + 1];
        for (int index = 0; index < size(); index++) {
            waitingFor[index] = dependencies.get(index).size();
            for (int dependency : dependencies.get(index)) {
                dependentsFrom[dependency + 1]++;
            }
        }
        Arrays.parallelPrefix(dependentsFrom, Integer::sum);
        int[] dependents = new int[dependentsFrom[size()]];
        int[] filled = dependentsFrom.clone();
        for (int index = 0; index < size(); index++) {
            for (int dependency : dependencies.get(index)) {
                dependents[filled[dependency]++] = index;
            }
        }
        // Take away what waits for nothing, again and again; what remains holds every cycle.
        int[] free = new int[size()];
        int last = 0;
        for (int index = 0; index < size(); index++) {
            if (waitingFor[index] == 0) {
                free[last++] = index;
            }
        }
        for (int next = 0; next < last; next++) {
            for (int at = dependentsFrom[free[next]]; at < dependentsFrom[free[next] + 1]; at++) {
                if (--waitingFor[dependents[at]] == 0) {
                    free[last++] = dependents[at];
                }
            }
        }
        for (int index = 0; index < size(); index++) {
            if (waitingFor[index] > 0) {
                return Optional.of(circleFrom(index, waitingFor));
            }
        }
        return Optional.empty();
    }

    /** Whoever remains waits for somebody who remains, so following them comes round. */
    private List<String> circleFrom(int start, int[] waitingFor) {
        List<Integer> walked = new ArrayList<>();
        int[] placeInWalk = new int[size()];
        int at = start;
        while (placeInWalk[at] == 0) {
            walked.add(at);
            placeInWalk[at] = walked.size();
            at = dependencies.get(at).stream()
                    .filter(dependency -> waitingFor[dependency] > 0)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = new ArrayList<>();
        for (int index : walked.subList(placeInWalk[at] - 1, walked.size())) {
            circle.add(names.get(index));
        }
        circle.add(names.get(at));
        return circle;
    }
}
