// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.event.EntityKey;
import io.tablao.scheduler.entity.Journal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a batch of commands has changed so far: which parts are to be written, and how to take it all back. */
final class BatchJournal implements Journal {

    /** A part of an entity that has changed. */
    record Touched(EntityKey entity, String part) {}

    private record Undo(Touched touched, Runnable undo) {}

    private final Deque<Undo> undos = new ArrayDeque<>();
    private final Map<Touched, Integer> touched = new LinkedHashMap<>();

    @Override
    public void changed(EntityKey entity, String part, Runnable undo) {
        var what = new Touched(entity, part);
        undos.push(new Undo(what, undo));
        touched.merge(what, 1, Integer::sum);
    }

    /** How many changes there are: a place to go back to. */
    int mark() {
        return undos.size();
    }

    /** Takes back all changes since the mark, the last one first. */
    void rollBack(int mark) {
        while (undos.size() > mark) {
            Undo last = undos.pop();
            last.undo().run();
            touched.computeIfPresent(last.touched(), (what, times) -> times == 1 ? null : times - 1);
        }
    }

    /** The changes stay. */
    void keep() {
        undos.clear();
        touched.clear();
    }

    Collection<Touched> touched() {
        return touched.keySet();
    }
}
