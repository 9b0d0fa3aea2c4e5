// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Uploaded files, each once, under the name of what is in it. All that processes need to know of each other stands in the
 * folder: a file is there whole or not at all, since it comes by a rename; one that is being uploaded shows by its part, while
 * that grows. All methods block.
 */
@ApplicationScoped
public class FileStore {

    public enum Status {
        UNKNOWN,
        UPLOADING,
        STORED
    }

    private static final String PART = ".part";

    private final Path stored;
    private final Path uploading;
    private final Duration uploadTimeout;
    private final InstantSource clock;

    @Inject
    FileStore(SharedStorage storage, StorageConfig config) {
        this(storage, config.shaman().uploadTimeout(), InstantSource.system());
    }

    FileStore(SharedStorage storage, Duration uploadTimeout, InstantSource clock) {
        this.stored = storage.fileStore().resolve("stored");
        this.uploading = storage.fileStore().resolve("uploading");
        this.uploadTimeout = uploadTimeout;
        this.clock = clock;
    }

    public Status status(StoredFile file) {
        if (has(file)) {
            return Status.STORED;
        }
        return isGrowing(file) ? Status.UPLOADING : Status.UNKNOWN;
    }

    public boolean has(StoredFile file) {
        try {
            var attributes = Files.readAttributes(path(file), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() && attributes.size() == file.size();
        } catch (NoSuchFileException missing) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes that somebody counts on the file, so that it is not swept away soon; false: it is not there. */
    public boolean touch(StoredFile file) {
        try {
            if (!has(file)) {
                return false;
            }
            Files.setLastModifiedTime(path(file), FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException sweptAway) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to take the file; several may at once, and the first to end stores it. */
    public FileUpload upload(StoredFile file) throws IOException {
        Path folder = parts(file);
        Files.createDirectories(folder);
        return new FileUpload(this, file, Files.createTempFile(folder, partPrefix(file), PART));
    }

    /** The part becomes the stored file. */
    void publish(StoredFile file, Path part) throws IOException {
        Path target = path(file);
        Files.createDirectories(target.getParent());
        try {
            // Replaces what another process has put there meanwhile by the same.
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("The folder of uploads and the store are not on one file system", e);
        }
    }

    Path path(StoredFile file) {
        return stored.resolve(file.checksum().substring(0, 2))
                .resolve(file.checksum().substring(2))
                .resolve(file.size() + ".blob");
    }

    Path stored() {
        return stored;
    }

    Path uploading() {
        return uploading;
    }

    /** A part that was last written to before then is nobody's any more: its writer would have given up itself. */
    Instant abandonedBefore() {
        return clock.instant().minus(uploadTimeout.multipliedBy(2));
    }

    private Path parts(StoredFile file) {
        return uploading.resolve(file.checksum().substring(0, 2));
    }

    private static String partPrefix(StoredFile file) {
        return file.checksum() + "-" + file.size() + "-";
    }

    private boolean isGrowing(StoredFile file) {
        Instant abandoned = abandonedBefore();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(parts(file), partPrefix(file) + "*" + PART)) {
            for (Path part : parts) {
                if (lastWritten(part).isAfter(abandoned)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException none) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant lastWritten(Path part) throws IOException {
        try {
            return Files.getLastModifiedTime(part).toInstant();
        } catch (NoSuchFileException ended) {
            return Instant.MIN;
        }
    }
}
