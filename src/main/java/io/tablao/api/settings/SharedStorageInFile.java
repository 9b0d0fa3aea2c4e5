// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import java.nio.file.Path;
import java.util.Optional;

/** Looks into a configuration file before a process starts, since where files are uploaded to is fixed from then on. */
public final class SharedStorageInFile {

    private SharedStorageInFile() {}

    /**
     * The folder for jobs' files that the file names, if any.
     *
     * @throws IllegalArgumentException when the file cannot be read, or used; it says why
     */
    public static Optional<String> of(Path file) {
        return FirstSettings.sharedStorage(file);
    }
}
