// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.model.QueueId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What one batch changes of a queue's row; the newest measurement counts. */
final class QueuePatch {

    /** A measurement and its time. */
    record Measurement(QueueMeasured measured, Instant time) {}

    final QueueId queue;
    boolean opened;

    @Nullable
    Measurement newest;

    QueuePatch(QueueId queue) {
        this.queue = queue;
    }
}
