// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Copies files and directories so that stopping the task stops the copy; large ones on network drives take minutes. */
final class FileCopy {

    private static final int CHUNK = 1 << 20;

    private FileCopy() {}

    /**
     * @param progress called for every megabyte
     * @throws IOException also when there is a file at the destination already
     */
    static void copy(Path from, Path to, Runnable progress) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        try (var in = Files.newInputStream(from);
                var out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
                progress.run();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(from));
    }

    /** Copies a directory with all that is in it; symbolic links stay links. The destination must not exist. */
    static void copyTree(Path from, Path to, Runnable progress) throws IOException, InterruptedException {
        var stopped = new boolean[1];
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectory(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                if (attributes.isSymbolicLink()) {
                    Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                    return FileVisitResult.CONTINUE;
                }
                try {
                    copy(file, copy, progress);
                    return FileVisitResult.CONTINUE;
                } catch (InterruptedException stop) {
                    stopped[0] = true;
                    return FileVisitResult.TERMINATE;
                }
            }
        });
        if (stopped[0]) {
            throw new InterruptedException();
        }
    }

    /** Deletes a directory with all that is in it; does not follow links. Fine if there is none. */
    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
