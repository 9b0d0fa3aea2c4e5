// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Tries whether a folder could hold jobs' files: by writing one, since permissions alone do not tell on network drives. */
final class StorageCheck {

    record Verdict(boolean usable, String cause) {}

    private StorageCheck() {}

    static Verdict of(String text) {
        if (text.isEmpty()) {
            return no("An empty path is no folder");
        }
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException e) {
            return no("That is no path: " + e.getReason());
        }
        if (!path.isAbsolute()) {
            return no(
                    "The path must be a whole one, from the root on, since each process would understand it otherwise");
        }
        if (!Files.exists(path)) {
            return no("There is no such folder; make it first");
        }
        if (!Files.isDirectory(path)) {
            return no("That is a file, not a folder");
        }
        return write(path);
    }

    private static Verdict write(Path folder) {
        try {
            Path trial = Files.createTempFile(folder, ".tablao-", ".trial");
            Files.delete(trial);
            return new Verdict(true, "The farm can write there");
        } catch (AccessDeniedException e) {
            return no("The farm may not write there");
        } catch (IOException e) {
            return no("Nothing can be written there: " + e.getMessage());
        }
    }

    private static Verdict no(String cause) {
        return new Verdict(false, cause);
    }
}
