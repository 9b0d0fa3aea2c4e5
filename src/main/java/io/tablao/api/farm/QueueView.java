// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.farm;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tablao.readmodel.QueueRow;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A queue, as it was last measured.
 *
 * @param tag of the jobs whose tasks it holds; left out: of jobs without one
 * @param open whether its topic is there
 * @param waiting tasks that could run and are not dispatched
 * @param dispatched tasks on their way to a worker
 * @param slots how many tasks the awake workers can run at once
 * @param measured left out: never
 */
@Schema(name = "Queue")
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueView(
        String type,
        @Nullable String tag,
        boolean open,
        int waiting,
        int dispatched,
        int running,
        int slots,
        @Nullable Instant measured) {

    static QueueView of(QueueRow queue) {
        return new QueueView(
                queue.type,
                queue.tag,
                queue.open,
                queue.waiting,
                queue.dispatched,
                queue.running,
                queue.slots,
                queue.measured);
    }
}
