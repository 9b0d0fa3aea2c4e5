// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The last changes, for all browsers at once. Each of them reads on from where it is, at its own pace, and gets whatever has come
 * since as one; one that is further behind than the journal goes back is told so. Nothing is kept for a browser.
 */
final class ChangeJournal {

    private record Entry(long position, Changes changes) {}

    /** @param position to read on from */
    record Reading(long position, Changes changes) {}

    private final int most;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long position;
    private CompletableFuture<Void> more = new CompletableFuture<>();

    /** @param most entries that it keeps */
    ChangeJournal(int most) {
        this.most = most;
    }

    void add(Changes changes) {
        CompletableFuture<Void> awaited;
        synchronized (this) {
            entries.addLast(new Entry(++position, changes));
            if (entries.size() > most) {
                entries.removeFirst();
            }
            awaited = more;
            more = new CompletableFuture<>();
        }
        awaited.complete(null);
    }

    /** Where the next change comes. */
    synchronized long end() {
        return position;
    }

    /** What came after a position, all in one; empty: the journal does not go back so far, or never got there. */
    synchronized Optional<Reading> after(long read) {
        long first = entries.isEmpty() ? position + 1 : entries.getFirst().position();
        if (read > position || read < first - 1) {
            return Optional.empty();
        }
        Changes all = new Changes();
        var newestFirst = entries.descendingIterator();
        while (newestFirst.hasNext()) {
            Entry entry = newestFirst.next();
            if (entry.position() <= read) {
                break;
            }
            all.add(entry.changes());
        }
        return Optional.of(new Reading(position, all));
    }

    /** Completes when there is something after the position. */
    synchronized CompletionStage<Void> moreThan(long read) {
        return read == position ? more.minimalCompletionStage() : CompletableFuture.completedStage(null);
    }
}
