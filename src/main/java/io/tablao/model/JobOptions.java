// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a job may ask of the farm, each as a text in its metadata; {@link JobOptionsReader} reads them.
 *
 * @param retries so many times a task that would have failed starts anew, all failures of it forgotten
 * @param retryDelay how long the first of them waits; each further one waits twice as long, up to {@link #LONGEST_DELAY}
 * @param maxActive so many tasks of the job run at once at most; null: as many as there are workers
 * @param startAfter nothing of it runs before; null: at once
 * @param afterJobs nothing of it runs before these jobs are completed
 * @param taskTimeout how long a task of it may be silent; null: as the farm has it
 */
public record JobOptions(
        int retries,
        Duration retryDelay,
        @Nullable Integer maxActive,
        @Nullable Instant startAfter,
        Set<JobId> afterJobs,
        @Nullable Duration taskTimeout) {

    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(10);
    public static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public static final JobOptions NONE = new JobOptions(0, DEFAULT_DELAY, null, null, Set.of(), null);

    public JobOptions {
        afterJobs = Set.copyOf(afterJobs);
    }

    /** @param retry which one, from 1 */
    public Duration delay(int retry) {
        // Twenty doublings of a second are more than the longest delay.
        Duration delay = retryDelay.multipliedBy(1L << Math.min(retry - 1, 20));
        Duration longest = retryDelay.compareTo(LONGEST_DELAY) > 0 ? retryDelay : LONGEST_DELAY;
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
