// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * {@code move-directory}: gives a directory another place; what is at that place already is moved aside first, to
 * {@code {dest}-{its last change, as 2026-01-31_235959}}, so that no frame is ever overwritten.
 *
 * <p>Safe to run again after it was killed anywhere. The directory is at its source or at its destination, whole, never in
 * between: over the border of a file system it is copied beside its destination first. So a source that is gone while the
 * destination is there was moved by an earlier attempt, and the command is done.
 */
record MoveDirectory(Path src, Path dest) implements CommandRunner {

    /** Flamenco: the same form, in local time. */
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss", Locale.ROOT).withZone(ZoneId.systemDefault());

    static MoveDirectory of(Parameters parameters) throws CommandFailed {
        return new MoveDirectory(
                parameters.path("src").toAbsolutePath().normalize(),
                parameters.path("dest").toAbsolutePath().normalize());
    }

    @Override
    public void run(CommandContext context) throws CommandFailed, IOException, InterruptedException {
        if (dest.startsWith(src) || src.startsWith(dest)) {
            throw new CommandFailed("cannot move " + src + " to " + dest + ": one is inside the other");
        }
        if (!Files.exists(src)) {
            if (!Files.isDirectory(dest)) {
                throw new CommandFailed("there is no " + src);
            }
            context.log(src + " is gone and " + dest + " is there: an earlier attempt has moved it");
            return;
        }
        if (!Files.isDirectory(src)) {
            throw new CommandFailed(src + " is not a directory");
        }
        if (Files.exists(dest)) {
            Path aside = aside(Files.getLastModifiedTime(dest));
            Files.move(dest, aside);
            context.log("Moved " + dest + " aside to " + aside);
        }
        MakeDirectory.above(dest);
        move(context);
        context.log("Moved " + src + " to " + dest);
    }

    /** A number is added when the name is taken, as by two moves within a second. */
    private Path aside(FileTime changed) {
        String name = dest.getFileName() + "-" + STAMP.format(changed.toInstant());
        Path free = dest.resolveSibling(name);
        for (int number = 2; Files.exists(free); number++) {
            free = dest.resolveSibling(name + "-" + number);
        }
        return free;
    }

    private void move(CommandContext context) throws IOException, InterruptedException {
        try {
            Files.move(src, dest, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherFileSystem) {
            moveByCopy(context);
        }
    }

    private void moveByCopy(CommandContext context) throws IOException, InterruptedException {
        String unique = "." + UUID.randomUUID() + ".part";
        Path partial = dest.resolveSibling("." + dest.getFileName() + unique);
        try {
            FileCopy.copyTree(src, partial, context::stirs);
            Files.move(partial, dest, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileCopy.deleteTree(partial);
        }
        // The source is renamed before it is deleted: half a source would look like a move that is still to be made.
        Path gone = src.resolveSibling("." + src.getFileName() + unique);
        Files.move(src, gone, StandardCopyOption.ATOMIC_MOVE);
        FileCopy.deleteTree(gone);
    }
}
