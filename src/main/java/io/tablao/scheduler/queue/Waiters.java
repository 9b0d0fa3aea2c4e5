// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Workers that speak HTTP and wait for a task just now: who has waited longest comes first. */
final class Waiters {

    /** One of them. Its wait ends by itself, or with the first offer. */
    record Waiter(WorkerId worker, SessionId session, Instant since, Instant until) {}

    private final Map<WorkerId, Waiter> byWorker = new HashMap<>();
    private final NavigableSet<Waiter> inOrder =
            new TreeSet<>(Comparator.comparing(Waiter::since).thenComparing(Waiter::worker));

    Collection<Waiter> inOrder() {
        return inOrder;
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    @Nullable
    Waiter of(WorkerId worker) {
        return byWorker.get(worker);
    }

    /** @param after null: it does not wait any more */
    void set(WorkerId worker, @Nullable Waiter after) {
        Waiter before = byWorker.remove(worker);
        if (before != null) {
            inOrder.remove(before);
        }
        if (after != null) {
            byWorker.put(worker, after);
            inOrder.add(after);
        }
    }

    /** Whose wait has ended by then. */
    List<Waiter> over(Instant now) {
        return inOrder.stream().filter(each -> !each.until().isAfter(now)).toList();
    }
}
