// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the api answers. */
@ConfigMapping(prefix = "tablao.api")
public interface ApiConfig {

    /** How long a submission waits for its job's tasks; one that takes longer is answered as under construction. */
    @WithDefault("15s")
    Duration submitWait();

    /** How long a change that somebody asked for waits for the scheduler's decision. */
    @WithDefault("10s")
    Duration decisionWait();

    /** How long an answer waits until reading would show what was decided. */
    @WithDefault("3s")
    Duration projectionWait();

    /** How long a message may take to Kafka before the request fails. */
    @WithDefault("8s")
    Duration sendWait();

    /** Requests that may wait for the scheduler at once; more are turned away, to be repeated later. */
    @WithDefault("2000")
    int mostWaiting();

    /** Calls of workers that may wait at once, most of them for a task; more are turned away, to be repeated later. */
    @WithDefault("20000")
    int mostCallsWaiting();

    /**
     * How long a worker that speaks HTTP waits for a task before it is told that there is none, at most 30 seconds. While it
     * waits it gets one at once.
     */
    @WithDefault("20s")
    Duration taskWait();

    /**
     * Of outputs that workers send to be shown, so much may be in memory at once; whoever sends more is told to send fewer.
     * At least 25 MB, which a single one may have.
     */
    @WithDefault("64M")
    MemorySize outputsInMemory();

    /** How long a worker may take to send one. */
    @WithDefault("30s")
    Duration outputWait();
}
