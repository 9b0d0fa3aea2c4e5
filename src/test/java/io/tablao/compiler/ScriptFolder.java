// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where scripts are in a test, which is quick to see changes. */
record ScriptFolder(Optional<Path> dir) implements CompilersConfig {

    static ScriptFolder none() {
        return new ScriptFolder(Optional.empty());
    }

    static ScriptFolder at(Path folder) {
        return new ScriptFolder(Optional.of(folder));
    }

    @Override
    public Duration rescanInterval() {
        return Duration.ofMillis(20);
    }
}
