// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import java.time.Duration;
import java.util.List;

/** How long something took, each time. */
record Latencies(List<Duration> sorted) {
    Latencies {
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("Nothing was measured");
        }
        sorted = sorted.stream().sorted().toList();
    }

    /** The smallest of them that so many percent do not exceed. */
    double millis(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(0, rank - 1)).toNanos() / 1e6;
    }

    @Override
    public String toString() {
        return "p50 %.1f ms, p99 %.1f ms, longest %.1f ms (of %d)"
                .formatted(millis(50), millis(99), millis(100), sorted.size());
    }
}
