// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.QueueCommand.AdmitWorkers;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A queue's entries in every order in which it looks for them. Entries are values, so a change is the replacement of one by
 * another, and its undoing the opposite replacement. A waiting entry takes about 170 bytes in all.
 */
final class QueueEntries {

    /** What runs first: the urgent job's, then the urgent task, then the older job's, then as authored. */
    static final Comparator<QueueEntry> ORDER = Comparator.comparingInt(QueueEntry::jobPriority)
            .reversed()
            .thenComparing(
                    Comparator.comparingInt((QueueEntry entry) -> entry.task().priority())
                            .reversed())
            .thenComparing(QueueEntry::jobCreated)
            .thenComparing(QueueEntry::job)
            .thenComparingInt(entry -> entry.task().index());

    private final NavigableMap<JobId, NavigableMap<Integer, QueueEntry>> byJob = new TreeMap<>();
    private final Lanes waiting = new Lanes();
    private final NavigableSet<QueueEntry> out = new TreeSet<>(ORDER);
    private final NavigableSet<QueueEntry> declined = new TreeSet<>(ORDER);
    private final Map<WorkerId, Integer> offers = new HashMap<>();

    static boolean isOut(QueueEntry entry) {
        return entry.dispatched() != null;
    }

    static TaskKey taskOf(QueueEntry entry) {
        return new TaskKey(entry.job(), entry.task().index());
    }

    /** @param before what is there now; null: nothing. After is null: nothing will be */
    void replace(@Nullable QueueEntry before, @Nullable QueueEntry after) {
        if (before != null) {
            remove(before);
        }
        if (after != null) {
            add(after);
        }
    }

    private void add(QueueEntry entry) {
        byJob.computeIfAbsent(entry.job(), job -> new TreeMap<>())
                .put(entry.task().index(), entry);
        if (isOut(entry)) {
            out.add(entry);
        } else {
            waiting.add(entry);
        }
        if (!entry.declinedBy().isEmpty()) {
            declined.add(entry);
        }
        WorkerId host = entry.offeredTo();
        if (host != null) {
            offers.merge(host, 1, Integer::sum);
        }
    }

    private void remove(QueueEntry entry) {
        NavigableMap<Integer, QueueEntry> ofJob = byJob.get(entry.job());
        if (ofJob == null || ofJob.remove(entry.task().index()) == null) {
            throw new IllegalStateException("Is not in the queue: " + entry);
        }
        if (ofJob.isEmpty()) {
            byJob.remove(entry.job());
        }
        if (isOut(entry)) {
            out.remove(entry);
        } else {
            waiting.remove(entry);
        }
        if (!entry.declinedBy().isEmpty()) {
            declined.remove(entry);
        }
        WorkerId host = entry.offeredTo();
        if (host != null) {
            offers.computeIfPresent(host, (worker, count) -> count == 1 ? null : count - 1);
        }
    }

    @Nullable
    QueueEntry find(JobId job, int index) {
        NavigableMap<Integer, QueueEntry> ofJob = byJob.get(job);
        return ofJob == null ? null : ofJob.get(index);
    }

    @Nullable
    QueueEntry find(TaskKey task) {
        return find(task.job(), task.index());
    }

    /** The job's entries as they are now, whatever happens to them meanwhile. */
    List<QueueEntry> of(JobId job) {
        NavigableMap<Integer, QueueEntry> ofJob = byJob.get(job);
        return ofJob == null ? List.of() : List.copyOf(ofJob.values());
    }

    /** The job's tasks that avoid somebody who may run them again, by index, with whom they are still to avoid. */
    Map<Integer, Set<WorkerId>> lessAvoided(AdmitWorkers admission) {
        Map<Integer, Set<WorkerId>> avoid = new HashMap<>();
        for (QueueEntry entry : of(admission.job())) {
            int index = entry.task().index();
            Set<WorkerId> still = entry.avoid().stream()
                    .filter(worker -> admission.bars(worker, index))
                    .collect(Collectors.toUnmodifiableSet());
            if (still.size() < entry.avoid().size()) {
                avoid.put(index, still);
            }
        }
        return avoid;
    }

    boolean isEmpty() {
        return byJob.isEmpty();
    }

    boolean has(JobId job) {
        return byJob.containsKey(job);
    }

    Stream<QueueEntry> all() {
        return byJob.values().stream().map(Map::values).flatMap(Collection::stream);
    }

    Lanes waiting() {
        return waiting;
    }

    /** What is on the topic or offered, in order. */
    Collection<QueueEntry> out() {
        return out;
    }

    /** What somebody has declined, waiting or offered to another. */
    Collection<QueueEntry> declined() {
        return declined;
    }

    /** How many tasks are offered to these. */
    int offersTo(Set<WorkerId> workers) {
        if (workers.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (var offer : offers.entrySet()) {
            if (workers.contains(offer.getKey())) {
                count += offer.getValue();
            }
        }
        return count;
    }

    boolean hasOffer(WorkerId worker) {
        return offers.containsKey(worker);
    }
}
