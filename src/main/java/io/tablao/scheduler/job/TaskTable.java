// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.JobPart.TaskRetry;
import io.tablao.model.JobId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a sealed job: as authored, what has become of each, and the indexes that decisions need. There is one way to
 * change it, {@link #put}, which keeps the indexes; so putting back what was there before undoes a change.
 */
final class TaskTable {

    private final JobId job;
    private final List<TaskDefinition> definitions;
    private final TaskGraph graph;
    private final SortedSet<String> types = new TreeSet<>();

    /** Null where nothing has happened yet. */
    private final @Nullable TaskProgress[] touched;

    private final Map<TaskStatus, Integer> counts = new EnumMap<>(TaskStatus.class);

    /** How many dependencies of each task are not completed. */
    private final int[] unmet;

    /** Tasks that could start, and that no queue holds. */
    private final BitSet ready = new BitSet();

    /** Tasks that a queue holds, though something that they depend on is to be done again. */
    private final BitSet recallable = new BitSet();

    private int released;

    /** Tasks that a queue holds. */
    private final BitSet withQueue = new BitSet();

    /** Of tasks that were tried again. */
    private final SortedMap<Integer, TaskRetry> retries = new TreeMap<>();

    private final SortedMap<WorkerId, SortedSet<Integer>> activeByWorker = new TreeMap<>();
    private final Map<WorkerId, SortedSet<Integer>> failedByWorker = new HashMap<>();

    TaskTable(JobId job, List<TaskDefinition> definitions) {
        this.job = job;
        this.definitions = definitions;
        graph = new TaskGraph(definitions);
        touched = new @Nullable TaskProgress[definitions.size()];
        unmet = new int[definitions.size()];
        for (var status : TaskStatus.values()) {
            counts.put(status, 0);
        }
        counts.put(TaskStatus.QUEUED, definitions.size());
        for (var definition : definitions) {
            types.add(definition.type());
            unmet[definition.index()] = definition.dependencies().size();
            ready.set(definition.index(), unmet[definition.index()] == 0);
        }
    }

    /** @return what was there before; null: nothing had happened to the task */
    @Nullable
    TaskProgress put(int index, @Nullable TaskProgress next) {
        @Nullable TaskProgress before = touched[index];
        boolean wasCompleted = status(index) == TaskStatus.COMPLETED;
        forget(index);
        touched[index] = next;
        learn(index);
        boolean completed = status(index) == TaskStatus.COMPLETED;
        if (completed != wasCompleted) {
            graph.forEachDependent(index, dependent -> {
                unmet[dependent] += completed ? -1 : 1;
                judge(dependent);
            });
        }
        judge(index);
        return before;
    }

    private void forget(int index) {
        counts.merge(status(index), -1, Integer::sum);
        TaskProgress progress = touched[index];
        if (progress != null) {
            released -= progress.released() ? 1 : 0;
            if (progress.status() == TaskStatus.ACTIVE) {
                remove(activeByWorker, worker(progress), index);
            }
            progress.failedBy().forEach(worker -> remove(failedByWorker, worker, index));
        }
    }

    private void learn(int index) {
        counts.merge(status(index), 1, Integer::sum);
        TaskProgress progress = touched[index];
        if (progress != null) {
            released += progress.released() ? 1 : 0;
            if (progress.status() == TaskStatus.ACTIVE) {
                add(activeByWorker, worker(progress), index);
            }
            progress.failedBy().forEach(worker -> add(failedByWorker, worker, index));
        }
    }

    private void judge(int index) {
        TaskProgress progress = touched[index];
        boolean held = progress != null && progress.released();
        ready.set(index, status(index).canStart() && unmet[index] == 0 && !held && !waitsForRetry(index));
        recallable.set(index, held && unmet[index] > 0);
        withQueue.set(index, held);
    }

    /** @return what was there before; null: it was not tried again */
    @Nullable
    TaskRetry putRetry(int index, @Nullable TaskRetry next) {
        @Nullable TaskRetry before = next == null ? retries.remove(index) : retries.put(index, next);
        judge(index);
        return before;
    }

    @Nullable
    TaskRetry retry(int index) {
        return retries.get(index);
    }

    Collection<TaskRetry> retries() {
        return retries.values();
    }

    private boolean waitsForRetry(int index) {
        TaskRetry retry = retries.get(index);
        return retry != null && retry.notBefore() != null;
    }

    /** The next task from there on that a queue holds; negative: there is none. */
    int nextReleased(int from) {
        return withQueue.nextSetBit(from);
    }

    private static WorkerId worker(TaskProgress active) {
        return Objects.requireNonNull(active.worker(), "an active task has a worker");
    }

    private static void add(Map<WorkerId, SortedSet<Integer>> byWorker, WorkerId worker, int index) {
        byWorker.computeIfAbsent(worker, key -> new TreeSet<>()).add(index);
    }

    private static void remove(Map<WorkerId, SortedSet<Integer>> byWorker, WorkerId worker, int index) {
        byWorker.computeIfPresent(worker, (key, indices) -> {
            indices.remove(index);
            return indices.isEmpty() ? null : indices;
        });
    }

    int size() {
        return definitions.size();
    }

    boolean has(int index) {
        return index >= 0 && index < size();
    }

    TaskDefinition definition(int index) {
        return definitions.get(index);
    }

    TaskProgress progress(int index) {
        TaskProgress progress = touched[index];
        return progress == null ? TaskProgress.untouched(job, index) : progress;
    }

    boolean isTouched(int index) {
        return touched[index] != null;
    }

    List<TaskProgress> touched() {
        List<TaskProgress> found = new ArrayList<>();
        for (TaskProgress progress : touched) {
            if (progress != null) {
                found.add(progress);
            }
        }
        return found;
    }

    BitSet touchedIndices() {
        var indices = new BitSet(touched.length);
        for (int index = 0; index < touched.length; index++) {
            indices.set(index, touched[index] != null);
        }
        return indices;
    }

    TaskStatus status(int index) {
        TaskProgress progress = touched[index];
        return progress == null ? TaskStatus.QUEUED : progress.status();
    }

    int count(TaskStatus status) {
        return counts.getOrDefault(status, 0);
    }

    int count(Set<TaskStatus> statuses) {
        return statuses.stream().mapToInt(this::count).sum();
    }

    /** The task types of the job, and with them its queues. */
    SortedSet<String> types() {
        return types;
    }

    /** The next task from there on that could start and that no queue holds; negative: there is none. */
    int nextReady(int from) {
        return ready.nextSetBit(from);
    }

    /** The next task from there on that a queue holds and that has to wait again; negative: there is none. */
    int nextRecallable(int from) {
        return recallable.nextSetBit(from);
    }

    /** Whether another task than this one is active, with a queue, or could be. */
    boolean anyMayRunBut(int index) {
        TaskProgress progress = progress(index);
        int others = count(TaskStatus.ACTIVE) - (progress.status() == TaskStatus.ACTIVE ? 1 : 0);
        others += released - (progress.released() ? 1 : 0);
        if (others > 0 || anyWaitsForRetryBut(index)) {
            return true;
        }
        int first = ready.nextSetBit(0);
        return first >= 0 && (first != index || ready.nextSetBit(index + 1) >= 0);
    }

    private boolean anyWaitsForRetryBut(int index) {
        return retries.keySet().stream()
                .anyMatch(other -> other != index
                        && waitsForRetry(other)
                        && unmet[other] == 0
                        && status(other).canStart());
    }

    int unmet(int index) {
        return unmet[index];
    }

    /** Whether some task waits for this one alone. */
    boolean unblocks(int index) {
        return graph.anyDependent(
                index, dependent -> unmet[dependent] == 1 && status(dependent).canStart());
    }

    /** Tasks that are running, worker by worker. */
    List<TaskProgress> active() {
        return activeByWorker.values().stream()
                .flatMap(Set::stream)
                .map(this::progress)
                .toList();
    }

    List<TaskProgress> activeOf(WorkerId worker) {
        return activeByWorker.getOrDefault(worker, new TreeSet<>()).stream()
                .map(this::progress)
                .toList();
    }

    /** Tasks of the type on whose failure list the worker is. */
    List<TaskProgress> failuresOf(WorkerId worker, String type) {
        return failedByWorker.getOrDefault(worker, new TreeSet<>()).stream()
                .filter(index -> definition(index).type().equals(type))
                .map(this::progress)
                .toList();
    }

    /** Tasks with a failure list that is not empty. */
    List<TaskProgress> withFailures() {
        return failedByWorker.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted()
                .map(this::progress)
                .toList();
    }
}
