// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import java.time.Duration;

/**
 * How long the queue's tasks last on average, the newest counting most (exponentially weighted). It is not written down: a
 * queue that was recovered starts without one, and dispatches ahead of free slots only when it has seen short tasks again.
 */
record Pace(boolean known, double averageNanos) {

    static final Pace UNKNOWN = new Pace(false, 0);

    /** The share of the newest task. */
    private static final double WEIGHT = 0.2;

    Pace after(Duration ran) {
        double nanos = Math.max(0, ran.toNanos());
        return new Pace(true, known ? averageNanos + WEIGHT * (nanos - averageNanos) : nanos);
    }

    boolean under(Duration limit) {
        return known && averageNanos < limit.toNanos();
    }
}
