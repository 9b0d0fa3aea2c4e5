// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a run of a script may use up, and how many run at once. */
@ConfigMapping(prefix = "tablao.compiler")
public interface CompilerConfig {

    /** How long one run of a script may take. */
    @WithDefault("10s")
    Duration timeLimit();

    /** How much longer it may take when it makes a million tasks; fewer tasks, less. */
    @WithDefault("30s")
    Duration timePerMillionTasks();

    /** How much memory one run of a script may allocate in total, garbage included. */
    @WithDefault("256M")
    MemorySize memoryLimit();

    /** How much more it may allocate for each task that it has added to the job. */
    @WithDefault("16K")
    MemorySize memoryPerTask();

    /** How many tasks a job may have. */
    @WithDefault("1000000")
    int tasksLimit();

    /** How many commands a task may have. */
    @WithDefault("1000")
    int commandsLimit();

    /** How large all tasks of a job may be together, written as JSON. */
    @WithDefault("2G")
    MemorySize jobSizeLimit();

    /** How many lines one run of a script may print. */
    @WithDefault("1000")
    int logLinesLimit();

    /** How many scripts run at once in this process. */
    @WithDefault("4")
    int concurrency();

    /** How long Kafka may take to confirm what a compilation sent, before the submission is compiled again. */
    @WithDefault("30s")
    Duration deliveryTimeout();
}
