// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How job types are found, and what a script may use up. */
@ConfigMapping(prefix = "tablao.compiler")
public interface CompilerConfig {

    /** A folder with scripts of this farm's own; one with the file name of a built-in script takes its place. */
    Optional<Path> scriptsDir();

    /** How often the folder is looked through for changes. */
    @WithDefault("1s")
    Duration rescanInterval();

    /** How long one run of a script may take. */
    @WithDefault("10s")
    Duration timeLimit();

    /** How much memory one run of a script may hold on to. */
    @WithDefault("256M")
    MemorySize memoryLimit();

    /** How many scripts run at once in this process. */
    @WithDefault("4")
    int concurrency();

    /** How long Kafka may take to confirm what a compilation sent, before the submission is compiled again. */
    @WithDefault("30s")
    Duration deliveryTimeout();
}
