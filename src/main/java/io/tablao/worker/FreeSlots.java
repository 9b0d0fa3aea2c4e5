// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

/** The slots of this process that could take a dispatch just now; who has been free for longest comes first. */
final class FreeSlots {

    private final SequencedSet<Taker> free = new LinkedHashSet<>();

    synchronized void set(Taker slot, boolean isFree) {
        if (isFree ? free.add(slot) : free.remove(slot)) {
            notifyAll();
        }
    }

    synchronized int count() {
        return free.size();
    }

    /** The slot is not free any more until it says so again. */
    synchronized Optional<Taker> takeOne() {
        return free.isEmpty() ? Optional.empty() : Optional.of(free.removeFirst());
    }

    /** Waits until a slot is free, at most for so long. */
    synchronized void await(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis();
                left > 0 && free.isEmpty();
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
            wait(left);
        }
    }
}
