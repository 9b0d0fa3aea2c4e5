// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.WorkerId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a roster must know of the shard it belongs to. */
public interface ShardView {

    /**
     * The shard's jobs of which the worker runs a task.
     *
     * @param keep tasks started in this session do not count; null: all do
     */
    Collection<JobId> jobsHeldBy(WorkerId worker, @Nullable SessionId keep);

    /** All queues of the shard. */
    Collection<QueueId> queues();
}
