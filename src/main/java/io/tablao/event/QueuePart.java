// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.WorkerId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a queue. */
public sealed interface QueuePart extends State {

    QueueId queue();

    @Override
    default EntityKey entity() {
        return EntityKey.of(queue());
    }

    /** @param open whether the queue's topic is there */
    record QueueHead(QueueId queue, boolean open) implements QueuePart {
        @Override
        public String part() {
            return "head";
        }
    }

    /**
     * A task that waits in a queue, is dispatched, or offered.
     *
     * @param dispatched when it was dispatched or offered; null: it waits
     * @param offeredTo the worker that it is offered to; null: it is not offered
     * @param declinedBy who declined the present offer
     */
    record QueueEntry(
            QueueId queue,
            JobId job,
            int jobPriority,
            Instant jobCreated,
            QueuedTask task,
            Set<WorkerId> avoid,
            @Nullable Instant dispatched,
            @Nullable WorkerId offeredTo,
            Set<WorkerId> declinedBy)
            implements QueuePart {
        public QueueEntry {
            avoid = Set.copyOf(avoid);
            declinedBy = Set.copyOf(declinedBy);
        }

        @Override
        public String part() {
            return "entry/" + job + "/" + task.index();
        }
    }

    /** A worker that runs a task of the queue. */
    record QueueRun(QueueId queue, WorkerId worker, JobId job, int index) implements QueuePart {
        @Override
        public String part() {
            return "run/" + worker;
        }
    }
}
