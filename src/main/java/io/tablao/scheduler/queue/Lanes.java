// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.model.WorkerId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What waits, in one lane for each set of workers that may not have it. A whole lane that nobody free may have is passed over
 * at once, however many tasks wait in it; all but the first lane, the one that bars nobody, are short as a rule.
 */
final class Lanes {

    /** @param barred who may not have what waits here: it failed it, is blocklisted, or has declined it */
    record Lane(Set<WorkerId> barred, NavigableSet<QueueEntry> entries) {

        boolean forEveryone() {
            return barred.isEmpty();
        }
    }

    private final Map<Set<WorkerId>, Lane> lanes = new HashMap<>();
    private int size;

    void add(QueueEntry entry) {
        lanes.computeIfAbsent(barred(entry), barred -> new Lane(barred, new TreeSet<>(QueueEntries.ORDER)))
                .entries()
                .add(entry);
        size++;
    }

    void remove(QueueEntry entry) {
        Set<WorkerId> barred = barred(entry);
        Lane lane = lanes.get(barred);
        if (lane == null || !lane.entries().remove(entry)) {
            throw new IllegalStateException("Does not wait: " + entry);
        }
        if (lane.entries().isEmpty()) {
            lanes.remove(barred);
        }
        size--;
    }

    int size() {
        return size;
    }

    Collection<Lane> all() {
        return lanes.values();
    }

    private static Set<WorkerId> barred(QueueEntry entry) {
        if (entry.declinedBy().isEmpty()) {
            return entry.avoid();
        }
        var barred = new HashSet<>(entry.avoid());
        barred.addAll(entry.declinedBy());
        return Set.copyOf(barred);
    }
}
