// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the projector works. */
@ConfigMapping(prefix = "tablao.projector")
public interface ProjectorConfig {

    /** How many records are written in one transaction at most; the channels take it as the most that a poll brings. */
    @WithDefault("2000")
    int batchSize();

    /** How much is kept of the log of one attempt of a task; after that comes a line that says so. */
    @WithDefault("16M")
    MemorySize logLimit();

    /** The longest pause between two tries while PostgreSQL is away; the first is a quarter of a second. */
    @WithDefault("5s")
    Duration longestPause();

    /** How often the lag is measured. */
    @WithDefault("2s")
    Duration lagInterval();

    /** How long events are kept on their topic once they are projected. */
    @WithDefault("90D")
    Duration keepEvents();

    /** How often the projector looks for jobs that were deleted, to erase what is left of them. */
    @WithDefault("1s")
    Duration eraseInterval();

    /** How many events of a job are kept in its history, about; of what happened to single tasks the oldest goes first. */
    @WithDefault("100000")
    int historyLimit();

    /** How often histories that are too long are shortened. */
    @WithDefault("10s")
    Duration historyInterval();

    /** How often old events are deleted. */
    @WithDefault("1H")
    Duration retentionInterval();
}
