// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import io.tablao.event.EntityKey;
import io.tablao.event.QueueCommand;
import io.tablao.model.QueueId;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;

/** The two timers of a queue: one goes round while the queue has entries, the other is set by a change. */
final class QueueTimers {

    /** Two measurements are at least so far apart. */
    static final Duration MEASURED_EVERY = Duration.ofMillis(500);

    private QueueTimers() {}

    static Effect.SetTimer measure(QueueId queue, Instant now) {
        return new Effect.SetTimer(
                EntityKey.of(queue) + " measure", now.plus(MEASURED_EVERY), new QueueCommand.MeasureQueue(queue));
    }

    /** The next look for what nobody took: three in the shorter of the time-outs, so that none lasts much longer. */
    static Effect.SetTimer expire(QueueId queue, Instant now, Rules rules) {
        Duration shorter = rules.offerTimeout().compareTo(rules.dispatchTimeout()) < 0
                ? rules.offerTimeout()
                : rules.dispatchTimeout();
        return new Effect.SetTimer(
                expiryKey(queue), now.plus(shorter.dividedBy(3)), new QueueCommand.ExpireDispatches(queue));
    }

    static String expiryKey(QueueId queue) {
        return EntityKey.of(queue) + " expire";
    }
}
