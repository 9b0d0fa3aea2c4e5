// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** What happens to whom, and when: the same for the same seed. */
record FaultPlan(List<Fault> faults) {

    private static final int LONGEST_PAUSE_MILLIS = 15_000;
    private static final int LONGEST_ABSENCE_MILLIS = 3_000;

    /** How long a process needs to come up again, before it is worth another fault. */
    private static final int SETTLE_MILLIS = 7_000;

    enum Kind {
        KILL,
        PAUSE,
        RESTART
    }

    /** @param lasts how long the victim is away, the time of its start not counted */
    record Fault(Duration at, Kind kind, String victim, Duration lasts) {
        @Override
        public String toString() {
            return "%5.1f s %-7s %-10s for %4.1f s"
                    .formatted(at.toMillis() / 1e3, kind, victim, lasts.toMillis() / 1e3);
        }
    }

    static FaultPlan of(long seed, Duration length, List<String> victims) {
        var random = new Random(seed);
        Map<String, Long> busyUntil = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        long at = 2_000;
        while (at < length.toMillis()) {
            long now = at;
            List<String> free = victims.stream()
                    .filter(victim -> busyUntil.getOrDefault(victim, 0L) <= now)
                    .toList();
            if (!free.isEmpty()) {
                String victim = free.get(random.nextInt(free.size()));
                Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                int lasts = 500 + random.nextInt(kind == Kind.PAUSE ? LONGEST_PAUSE_MILLIS : LONGEST_ABSENCE_MILLIS);
                faults.add(new Fault(Duration.ofMillis(at), kind, victim, Duration.ofMillis(lasts)));
                busyUntil.put(victim, at + lasts + SETTLE_MILLIS);
            }
            at += 1_500 + random.nextInt(5_000);
        }
        return new FaultPlan(List.copyOf(faults));
    }

    @Override
    public String toString() {
        return faults.stream().map(Fault::toString).collect(Collectors.joining("\n"));
    }
}
