// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.tablao.event.Command;
import io.tablao.event.Event;
import io.tablao.scheduler.queue.QueueState;
import java.time.Instant;

/** Who wants to know what the shards of this process do. Called by the loop's thread; must neither block nor fail. */
interface ShardObserver {

    /** A command was decided, now, having been sent at that time. */
    void decided(Command command, Instant sent, Instant now);

    /** A command could not be decided and was put aside. */
    void failed(Command command);

    /** An event is written. */
    void happened(Event event);

    /** A shard has come to this process with this queue. */
    void recovered(QueueState queue);

    /** A shard has left this process. */
    void released(int shard);
}
