// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A random secret in a file that its owner alone may read. */
final class SecretFile {
    private static final int BYTES = 24;

    private SecretFile() {}

    static String readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        return Files.readString(file).strip();
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        write(file, HexFormat.of().formatHex(secret));
    }

    /** In place of what is there. */
    static void write(Path file, String secret) throws IOException {
        // Written aside and moved, so that a kill leaves no half secret.
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(unfinished, secret);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
