// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code make-directory}: makes a directory and its parents; one that is there already is fine. */
record MakeDirectory(Path path) implements CommandRunner {

    static MakeDirectory of(Parameters parameters) throws CommandFailed {
        return new MakeDirectory(parameters.path("path"));
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new CommandFailed(path + " exists already, and is not a directory");
        }
        Files.createDirectories(path);
        context.log("Directory " + path + " is there");
    }

    /** Makes the directory that the file is to lie in. */
    static void above(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }
}
