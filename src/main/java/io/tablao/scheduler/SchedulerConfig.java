// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.tablao.model.FarmSetup;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.ZoneId;

/** How the scheduler decides. */
@ConfigMapping(prefix = "tablao.scheduler")
public interface SchedulerConfig {

    /** By so many workers failed, a task is failed. Flamenco: {@code task_fail_after_softfail_count}. */
    @WithDefault("3")
    int taskFailAfter();

    /** With so many failed tasks of a type in a job, a worker is blocklisted there. Flamenco: {@code blocklist_threshold}. */
    @WithDefault("3")
    int blocklistThreshold();

    /** So many percent of failed tasks fail a job. Flamenco: 10. */
    @WithDefault("10")
    int jobFailPercent();

    /** An active task that nothing is heard of for so long has failed on its worker. Flamenco: {@code task_timeout}. */
    @WithDefault("10M")
    Duration taskTimeout();

    /** A worker that is silent for so long is lost, and its tasks go back. Flamenco: {@code worker_timeout}. */
    @WithDefault("1M")
    Duration workerTimeout();

    /** After a start, or when Kafka was away, workers and tasks may be silent for so much longer. */
    @WithDefault("5M")
    Duration grace();

    /** An offer that its worker does not take within this time goes to another. */
    @WithDefault("30S")
    Duration offerTimeout();

    /** A dispatch that nobody takes within this time, while a worker is free, is taken for lost and made again. */
    @WithDefault("1M")
    Duration dispatchTimeout();

    /** Tasks that last less than this on average are dispatched ahead of free workers. */
    @WithDefault("1S")
    Duration shortTask();

    /** A worker that has been offline or in error for so long is forgotten. */
    @WithDefault("90D")
    Duration workerRetention();

    /** How long a job is kept after it was completed, failed or canceled; then it is deleted. 0: until somebody deletes it. */
    @WithDefault("180D")
    Duration jobRetention();

    /**
     * How long the id of a deleted job is remembered, so that a submission that is delivered late does not bring it back. Longer
     * than whoever submits jobs with ids of their own goes on trying.
     */
    @WithDefault("7D")
    Duration deletedJobMemory();

    /**
     * @param zone the farm's time zone
     * @param farm as the configuration has it
     */
    default Rules rules(ZoneId zone, FarmSetup farm) {
        return new Rules(
                taskFailAfter(),
                blocklistThreshold(),
                jobFailPercent(),
                taskTimeout(),
                workerTimeout(),
                grace(),
                offerTimeout(),
                dispatchTimeout(),
                shortTask(),
                workerRetention(),
                zone,
                jobRetention(),
                deletedJobMemory(),
                farm);
    }
}
