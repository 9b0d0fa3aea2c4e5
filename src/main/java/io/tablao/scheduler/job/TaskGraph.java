// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.model.TaskDefinition;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Who waits for whom among a job's tasks, from a task to its dependents. Two arrays for the whole job: a task's dependents
 * lie side by side, so that a million tasks take a few megabytes.
 */
final class TaskGraph {

    /** Where each task's dependents begin; one more entry than tasks. */
    private final int[] first;

    private final int[] dependents;

    TaskGraph(List<TaskDefinition> tasks) {
        first = new int[tasks.size() + 1];
        for (var task : tasks) {
            for (int dependency : task.dependencies()) {
                first[dependency + 1]++;
            }
        }
        for (int index = 0; index < tasks.size(); index++) {
            first[index + 1] += first[index];
        }
        dependents = new int[first[tasks.size()]];
        int[] next = first.clone();
        for (var task : tasks) {
            for (int dependency : task.dependencies()) {
                dependents[next[dependency]++] = task.index();
            }
        }
    }

    /** What is wrong with the tasks, so that a job of them could never be completed; empty: nothing. */
    static Optional<String> flaw(List<TaskDefinition> tasks) {
        for (int index = 0; index < tasks.size(); index++) {
            var task = tasks.get(index);
            if (task.index() != index) {
                return Optional.of("Task " + task.name() + " has index " + task.index() + " instead of " + index);
            }
            for (int dependency : task.dependencies()) {
                if (dependency < 0 || dependency >= tasks.size()) {
                    return Optional.of(
                            "Task " + task.name() + " depends on task " + dependency + ", which does not exist");
                }
            }
        }
        return new TaskGraph(tasks).circle(tasks);
    }

    /** Takes away tasks that wait for nothing until none is left: those that stay wait for each other. */
    private Optional<String> circle(List<TaskDefinition> tasks) {
        int[] unmet = new int[tasks.size()];
        var ready = new ArrayDeque<Integer>();
        for (var task : tasks) {
            unmet[task.index()] = task.dependencies().size();
            if (unmet[task.index()] == 0) {
                ready.add(task.index());
            }
        }
        for (Integer index = ready.poll(); index != null; index = ready.poll()) {
            forEachDependent(index, dependent -> {
                if (--unmet[dependent] == 0) {
                    ready.add(dependent);
                }
            });
        }
        for (var task : tasks) {
            if (unmet[task.index()] > 0) {
                return Optional.of("Task " + task.name() + " waits for tasks that wait for each other in a circle");
            }
        }
        return Optional.empty();
    }

    void forEachDependent(int index, IntConsumer consumer) {
        for (int at = first[index]; at < first[index + 1]; at++) {
            consumer.accept(dependents[at]);
        }
    }

    boolean anyDependent(int index, IntPredicate predicate) {
        for (int at = first[index]; at < first[index + 1]; at++) {
            if (predicate.test(dependents[at])) {
                return true;
            }
        }
        return false;
    }
}
