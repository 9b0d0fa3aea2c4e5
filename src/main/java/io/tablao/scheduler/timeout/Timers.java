// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.timeout;

import io.tablao.event.Command;
import io.tablao.scheduler.entity.Effect.SetTimer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Timers by key: setting one replaces the former of that key. They live in memory only, since what they are for is in the
 * state of their entities. For one thread.
 */
public final class Timers {

    private static final Comparator<SetTimer> BY_TIME =
            Comparator.comparing(SetTimer::at).thenComparing(SetTimer::key);

    private final Map<String, SetTimer> byKey = new HashMap<>();
    private final TreeSet<SetTimer> byTime = new TreeSet<>(BY_TIME);

    public void set(SetTimer timer) {
        clear(timer.key());
        byKey.put(timer.key(), timer);
        byTime.add(timer);
    }

    public void clear(String key) {
        SetTimer former = byKey.remove(key);
        if (former != null) {
            byTime.remove(former);
        }
    }

    /** The timer has fired; one that was set anew meanwhile stays. */
    public void fired(SetTimer timer) {
        if (byKey.remove(timer.key(), timer)) {
            byTime.remove(timer);
        }
    }

    /** The timers that are due, earliest first, at most so many; they stay until they are {@link #fired}. */
    public List<SetTimer> due(Instant now, int atMost) {
        List<SetTimer> due = new ArrayList<>();
        for (SetTimer timer : byTime) {
            if (timer.at().isAfter(now) || due.size() == atMost) {
                break;
            }
            due.add(timer);
        }
        return due;
    }

    public Optional<Instant> next() {
        return byTime.isEmpty() ? Optional.empty() : Optional.of(byTime.first().at());
    }

    public void clear() {
        byKey.clear();
        byTime.clear();
    }

    /** Forgets the timers whose command the predicate takes. */
    public void forget(Predicate<Command> command) {
        for (SetTimer timer : List.copyOf(byKey.values())) {
            if (command.test(timer.command())) {
                clear(timer.key());
            }
        }
    }
}
