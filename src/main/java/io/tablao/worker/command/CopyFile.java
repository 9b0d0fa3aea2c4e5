// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * {@code copy-file}: copies a file to a place where there is none yet.
 *
 * <p>A copy comes into being whole: it is written beside its place and moved there at the end. A destination with the very
 * content of the source counts as done, since that is what an attempt leaves behind that was killed before it could report;
 * any other destination fails the command and stays as it is.
 */
record CopyFile(Path src, Path dest) implements CommandRunner {

    static CopyFile of(Parameters parameters) throws CommandFailed {
        return new CopyFile(parameters.absolutePath("src"), parameters.absolutePath("dest"));
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException, InterruptedException {
        if (!Files.isRegularFile(src)) {
            throw new CommandFailed(Files.exists(src) ? src + " is not a file" : "there is no " + src);
        }
        if (Files.exists(dest)) {
            if (!Files.isRegularFile(dest) || Files.isSameFile(src, dest) || Files.mismatch(src, dest) >= 0) {
                throw new CommandFailed(dest + " exists already");
            }
            context.log(dest + " is there already, with the content of " + src);
            return;
        }
        MakeDirectory.above(dest);
        Path partial = dest.resolveSibling("." + dest.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            FileCopy.copy(src, partial, context::stirs);
            // Not replacing: somebody else may have put a file there meanwhile.
            Files.move(partial, dest);
        } finally {
            Files.deleteIfExists(partial);
        }
        context.log("Copied " + src + " to " + dest);
    }
}
