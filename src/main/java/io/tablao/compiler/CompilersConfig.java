// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where job compiler scripts are found. */
@ConfigMapping(prefix = "tablao.compilers")
public interface CompilersConfig {

    /** A folder with scripts of this farm's own; one with the file name of a built-in script takes its place. */
    Optional<Path> dir();

    /** How often the folder is looked through for changes, which count when they are seen two times. */
    @WithDefault("250ms")
    Duration rescanInterval();
}
