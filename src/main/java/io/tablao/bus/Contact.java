// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether Kafka has answered all the time. It is asked now and then even when nothing is due, since an outage that nobody
 * noticed would count as everybody's silence. For time-outs it is all one whether the broker was away, this process was
 * stopped or starved, or the clock was set: in each case nobody can say how long anybody was silent.
 */
final class Contact {

    /** While nothing comes by itself. */
    static final Duration ASKED_EVERY = Duration.ofSeconds(5);

    /** A longer gap is an outage; two questions may be slow before. */
    static final Duration LOST_AFTER = Duration.ofSeconds(15);

    /** Clocks are set back by less than this all the time, and nobody is the worse for it. */
    private static final Duration STEP_BACK = Duration.ofSeconds(2);

    private Instant last;

    Contact(Instant now) {
        last = now;
    }

    boolean toBeAsked(Instant now) {
        return !now.isBefore(last.plus(ASKED_EVERY)) || now.isBefore(last);
    }

    /** @return whether it had been lost */
    boolean made(Instant now) {
        boolean lost = now.isAfter(last.plus(LOST_AFTER)) || now.isBefore(last.minus(STEP_BACK));
        last = now;
        return lost;
    }
}
