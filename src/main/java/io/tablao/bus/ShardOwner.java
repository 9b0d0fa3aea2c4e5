// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.State;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who decides the commands of the shards that {@link ShardLoop} holds. Called by the loop's thread alone. */
public interface ShardOwner {

    /** A command, and the shard on whose log it stands. */
    record ShardCommand(int shard, Envelope<Command> command) {}

    /** The shard is ours from now on; its entities are these parts. Its timers start anew, with grace. */
    void recover(int shard, Collection<State> parts, Instant now);

    /** The shard is somebody else's. */
    void release(int shard);

    /**
     * Decides the commands, in order, and what follows from them inside this process. State is changed at once, and stays so
     * only when {@link #committed} follows.
     *
     * @param fireTimers whether timers that are due are decided too, after the commands
     */
    ShardOutput decide(List<ShardCommand> commands, Instant now, boolean fireTimers);

    /** What was decided last is written. */
    void committed();

    /** What was decided last is void: everything is as it was before. */
    void rolledBack();

    /** When the next timer is due. */
    Optional<Instant> nextTimer();

    /**
     * Contact with the farm was lost for a time: no silence of that time is held against anybody. All timers start anew, as
     * when the shards had just been recovered.
     */
    void graceFrom(Instant now);
}
