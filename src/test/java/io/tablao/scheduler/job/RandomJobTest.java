// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Random commands in random order over random jobs: whatever comes, what holds of a job holds after every step. */
class RandomJobTest {

    /** More of them find more: {@code -Dtablao.test.lives=5000} takes a few minutes. */
    private static final int LIVES = Integer.getInteger("tablao.test.lives", 25);

    private static final int STEPS = 100;

    @Test
    void noOrderOfCommandsBreaksAJob(TestReporter reporter) {
        long seed = Long.getLong("tablao.test.seed", System.nanoTime());
        reporter.publishEntry("tablao.test.seed", Long.toString(seed));
        int completed = 0;
        for (int life = 0; life < LIVES; life++) {
            var job = new RandomJob(seed + life);
            try {
                for (int step = 0; step < STEPS; step++) {
                    job.step();
                }
                if (life % 2 == 0) {
                    completed += job.isCompletedInTheEnd() ? 1 : 0;
                }
                job.isDeletedInTheEnd();
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "With -Dtablao.test.seed=" + (seed + life) + ", after\n" + job.story(), failure);
            }
        }
        assertThat(completed).as("jobs that had tasks").isPositive();
    }
}
