// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How this process carries tasks out. */
@ConfigMapping(prefix = "tablao.worker")
public interface WorkerConfig {

    /** How many workers there are, each of which runs one task at a time. By default as many as the machine has cores. */
    OptionalInt count();

    /** What the workers are called, with -1, -2, … appended. By default the name of the host. */
    Optional<String> name();

    /** The task types that are accepted. */
    @WithDefault("blender,ffmpeg,file-management,misc")
    List<String> taskTypes();

    /** Names of the tags that the workers carry when the farm sees them first; later on people choose them. */
    Optional<List<String>> tags();

    /** What {@code {name}} in a command's parameters becomes here; {@code blender} and {@code blenderArgs} have defaults. */
    Map<String, String> variables();

    /** How often a worker says that it lives. */
    @WithDefault("5s")
    Duration heartbeatInterval();

    /** How much of an attempt's log is kept; what comes after is cut. */
    @WithDefault("4M")
    MemorySize logLimit();

    /**
     * How much of what is reported while Kafka is away is kept on disk, for all workers of the process. Beyond it log lines are
     * left out, and the log says so; how tasks ended is always kept.
     */
    @WithDefault("256M")
    MemorySize outboxLimit();

    /** How long a shutdown waits for commands to end and for reports to be delivered. */
    @WithDefault("20s")
    Duration stopGrace();
}
