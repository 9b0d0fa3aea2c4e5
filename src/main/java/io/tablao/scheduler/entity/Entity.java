// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.entity;

import io.tablao.event.EntityKey;
import io.tablao.event.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An entity as a shard holds it, whatever its kind. */
public interface Entity {

    EntityKey key();

    /** The part as it stands now; empty: it is over, and a tombstone is written. */
    Optional<State> part(String part);

    /** Every part: what a recovery of this very state would read. */
    List<State> parts();

    /** The timers that the state asks for, for a shard that has just recovered it. */
    List<Effect.SetTimer> timers(Instant now, Rules rules);
}
