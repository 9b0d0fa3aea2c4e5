// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** Where jobs' files lie that submitters, the farm and workers share. */
@ConfigMapping(prefix = "tablao.storage")
public interface StorageConfig {

    /** The same folder for every process with the role api or projector; by default {@code storage} in the data folder. */
    Optional<String> location();

    Shaman shaman();

    /** The store of uploaded files. */
    interface Shaman {

        /** Whether files can be uploaded; if not, submitters copy them to the location themselves. */
        @WithDefault("true")
        boolean enabled();

        /** How the files of a checkout point to the store. */
        @WithDefault("symbolic")
        LinkKind links();

        /** A file that no checkout uses is removed when nobody has asked for it for so long. */
        @WithDefault("31D")
        Duration keepUnused();

        /** How often unused files are looked for. */
        @WithName("sweep-interval")
        @WithDefault("24H")
        Duration sweepInterval();

        /** An upload of which nothing has come for so long is given up. */
        @WithDefault("1M")
        Duration uploadTimeout();

        /** Uploads that a process takes at once; more are turned away, to be repeated later. */
        @WithDefault("100")
        int mostUploads();
    }
}
