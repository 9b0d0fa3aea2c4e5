// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.entity;

import io.tablao.model.FarmSettings;
import io.tablao.model.FarmSetup;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * The farm's thresholds and time-outs.
 *
 * @param taskFailAfter by so many workers failed, a task is failed (Flamenco: task_fail_after_softfail_count, 3)
 * @param blocklistThreshold with so many failed tasks of a type in a job, a worker is blocklisted (Flamenco: 3)
 * @param jobFailPercent so many percent of failed tasks fail the job (Flamenco: 10)
 * @param taskTimeout an active task that nothing is heard of for so long has failed (Flamenco: task_timeout, 10 minutes)
 * @param workerTimeout a worker silent for so long is lost (Flamenco: 1 minute)
 * @param grace how much longer workers and tasks may be silent after a shard was recovered, or contact was lost (Flamenco: 5 minutes)
 * @param offerTimeout an offer not taken for so long goes to another worker
 * @param dispatchTimeout a dispatch not taken for so long, while a worker is free, is taken for lost
 * @param shortTask tasks that last less on average are dispatched ahead of free slots
 * @param workerRetention a worker that is away for so long is forgotten
 * @param zone what people mean by a time of day
 * @param jobRetention how long a job is kept after its end; zero: until somebody deletes it
 * @param deletedJobMemory how long the id of a deleted job cannot be used again
 * @param farm what else workers have to know of it
 */
public record Rules(
        int taskFailAfter,
        int blocklistThreshold,
        int jobFailPercent,
        Duration taskTimeout,
        Duration workerTimeout,
        Duration grace,
        Duration offerTimeout,
        Duration dispatchTimeout,
        Duration shortTask,
        Duration workerRetention,
        ZoneId zone,
        Duration jobRetention,
        Duration deletedJobMemory,
        FarmSetup farm) {

    public static final Rules DEFAULT = new Rules(
            3,
            3,
            10,
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofDays(90),
            ZoneOffset.UTC,
            Duration.ofDays(180),
            Duration.ofDays(7),
            new FarmSetup("Tablao", "linux", "/storage", false));

    /** These, with what people have set for the farm in their places. */
    public Rules with(FarmSettings settings) {
        return new Rules(
                Objects.requireNonNullElse(settings.taskFailAfter(), taskFailAfter),
                Objects.requireNonNullElse(settings.blocklistThreshold(), blocklistThreshold),
                jobFailPercent,
                Objects.requireNonNullElse(settings.taskTimeout(), taskTimeout),
                Objects.requireNonNullElse(settings.workerTimeout(), workerTimeout),
                grace,
                offerTimeout,
                dispatchTimeout,
                shortTask,
                workerRetention,
                zone,
                jobRetention,
                deletedJobMemory,
                farm.with(settings));
    }
}
