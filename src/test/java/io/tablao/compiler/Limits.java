// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A configuration for tests: impatient, and quick to see changes. */
record Limits(Optional<Path> scriptsDir, Duration timeLimit) implements CompilerConfig {

    static Limits usual() {
        return new Limits(Optional.empty(), Duration.ofSeconds(10));
    }

    static Limits withScriptsIn(Path folder) {
        return new Limits(Optional.of(folder), Duration.ofSeconds(10));
    }

    @Override
    public Duration rescanInterval() {
        return Duration.ofMillis(20);
    }

    @Override
    public MemorySize memoryLimit() {
        return new MemorySize(BigInteger.valueOf(256L << 20));
    }

    @Override
    public int concurrency() {
        return 2;
    }

    @Override
    public Duration deliveryTimeout() {
        return Duration.ofSeconds(10);
    }
}
