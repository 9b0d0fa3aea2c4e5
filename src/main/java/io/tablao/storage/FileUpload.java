// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file on its way into the store. Checked while it comes, and stored only when it is what its name says; one that is closed
 * before leaves nothing. One thread at a time; all methods block.
 */
public final class FileUpload implements AutoCloseable {

    /** How an upload ended. */
    public enum End {
        STORED,
        WRONG_SIZE,
        WRONG_CHECKSUM
    }

    private final FileStore store;
    private final StoredFile file;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long written;

    FileUpload(FileStore store, StoredFile file, Path part) throws IOException {
        this.store = store;
        this.file = file;
        this.part = part;
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** @return false when that is more than the file has: nothing of it is taken, and the upload can only be closed */
    public boolean write(ByteBuffer bytes) throws IOException {
        if (written + bytes.remaining() > file.size()) {
            return false;
        }
        written += bytes.remaining();
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        return true;
    }

    /** Whether somebody else has stored the file meanwhile. */
    public boolean isOvertaken() {
        return store.has(file);
    }

    /** Stores what was written, if it is what was announced. */
    public End finish() throws IOException {
        if (written != file.size()) {
            return End.WRONG_SIZE;
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.checksum())) {
            return End.WRONG_CHECKSUM;
        }
        // A name without its contents, after a power failure, would never be uploaded again.
        channel.force(true);
        channel.close();
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            // A worker that writes into a checkout must not change what others check out.
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--r--r--"));
        }
        store.publish(file, part);
        return End.STORED;
    }

    /** Removes what was not stored. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(part);
    }
}
