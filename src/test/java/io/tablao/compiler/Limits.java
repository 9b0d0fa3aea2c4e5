// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;

/** A configuration for tests: the defaults, but for what a test is about. */
record Limits(Duration timeLimit, int tasksLimit, int commandsLimit, long jobSize) implements CompilerConfig {

    private static final int MANY = 1_000_000;
    private static final long LARGE = 2L << 30;

    static Limits usual() {
        return new Limits(Duration.ofSeconds(10), MANY, 1000, LARGE);
    }

    static Limits withTime(Duration limit) {
        return new Limits(limit, MANY, 1000, LARGE);
    }

    static Limits small() {
        return new Limits(Duration.ofSeconds(10), 1000, 10, 1 << 20);
    }

    @Override
    public Duration timePerMillionTasks() {
        return Duration.ofSeconds(30);
    }

    @Override
    public MemorySize memoryLimit() {
        return bytes(256L << 20);
    }

    @Override
    public MemorySize memoryPerTask() {
        return bytes(16L << 10);
    }

    @Override
    public MemorySize jobSizeLimit() {
        return bytes(jobSize);
    }

    @Override
    public int logLinesLimit() {
        return 1000;
    }

    @Override
    public int concurrency() {
        return 2;
    }

    @Override
    public Duration deliveryTimeout() {
        return Duration.ofSeconds(10);
    }

    private static MemorySize bytes(long count) {
        return new MemorySize(BigInteger.valueOf(count));
    }
}
