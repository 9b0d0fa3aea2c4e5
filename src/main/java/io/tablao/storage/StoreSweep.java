// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Removes stored files that nobody uses: no checkout points to them, and nobody has asked for them for long. Safe while files
 * are uploaded and checked out, and from several processes at once: whoever counts on a file touches it first, and a file is
 * set aside, and looked at again, before it goes. Blocks.
 */
@ApplicationScoped
public class StoreSweep {

    private static final Logger LOG = Logger.getLogger(StoreSweep.class);

    /** Longer than any checkout takes to make. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private static final int DEPTH = 3;
    private static final char SEPARATOR = '_';

    /**
     * What a sweep has found.
     *
     * @param files removed, or to be removed
     * @param bytes that they have, together
     * @param kept files that stay
     */
    public record Result(long files, long bytes, long kept) {}

    /** @param touched when somebody counted on it last */
    private record Unused(Path file, long size, Instant touched) {}

    private final FileStore store;
    private final Checkouts checkouts;
    private final Path aside;
    private final Path lastSweep;
    private final Duration keep;
    private final Duration interval;
    private final InstantSource clock;

    @Inject
    StoreSweep(SharedStorage storage, FileStore store, Checkouts checkouts, StorageConfig config) {
        this(
                storage,
                store,
                checkouts,
                config.shaman().keepUnused(),
                config.shaman().sweepInterval(),
                InstantSource.system());
    }

    StoreSweep(
            SharedStorage storage,
            FileStore store,
            Checkouts checkouts,
            Duration keep,
            Duration interval,
            InstantSource clock) {
        this.store = store;
        this.checkouts = checkouts;
        this.aside = storage.fileStore().resolve("set-aside");
        this.lastSweep = storage.fileStore().resolve("last-sweep");
        this.keep = keep;
        this.interval = interval;
        this.clock = clock;
    }

    /** Whether the last sweep, by whatever process, is long enough ago; if so, the next one is taken to begin now. */
    public boolean isDue() throws IOException {
        if (!Files.isDirectory(store.stored())) {
            return false;
        }
        try {
            if (Files.getLastModifiedTime(lastSweep).toInstant().plus(interval).isAfter(clock.instant())) {
                return false;
            }
        } catch (NoSuchFileException first) {
            LOG.debugf("The store of uploaded files has not been swept before: %s", first.getFile());
        }
        Files.writeString(lastSweep, clock.instant() + "\n");
        return true;
    }

    /** @param dryRun only tell what would be removed */
    public Result sweep(boolean dryRun) throws IOException {
        if (!dryRun) {
            bringBack();
        }
        Map<String, Unused> unused = new HashMap<>();
        long all = old(unused);
        if (!unused.isEmpty()) {
            removeUsed(unused);
        }
        long files = 0;
        long bytes = 0;
        for (Unused each : unused.values()) {
            if (dryRun || remove(each)) {
                files++;
                bytes += each.size();
            }
        }
        if (!dryRun) {
            removeLeftovers();
        }
        return new Result(files, bytes, all - files);
    }

    /** Collects the files that nobody has asked for lately; returns how many files there are at all. */
    private long old(Map<String, Unused> unused) throws IOException {
        Instant before = clock.instant().minus(keep);
        long[] all = new long[1];
        walk(store.stored(), (file, attributes) -> {
            if (!attributes.isRegularFile()) {
                return;
            }
            all[0]++;
            Instant touched = attributes.lastModifiedTime().toInstant();
            if (touched.isBefore(before) && !hasHardLinks(file)) {
                unused.put(nameIn(file), new Unused(file, attributes.size(), touched));
            }
        });
        return all[0];
    }

    /** A hard link of a checkout counts on the file itself. */
    private static boolean hasHardLinks(Path file) throws IOException {
        try {
            return (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException windows) {
            LOG.debugf(windows, "How many names %s has cannot be told", file);
            return false;
        }
    }

    private void removeUsed(Map<String, Unused> unused) throws IOException {
        walk(checkouts.root(), (file, attributes) -> {
            if (attributes.isSymbolicLink()) {
                // Whoever made it may have had the folder under another name.
                unused.remove(nameIn(Files.readSymbolicLink(file)));
            }
        });
    }

    /** Folder, folder and name, by which a file is known however the store is reached. */
    private static String nameIn(Path file) {
        int names = file.getNameCount();
        return file.subpath(Math.max(0, names - DEPTH), names).toString();
    }

    private boolean remove(Unused unused) throws IOException {
        Path set = Files.createDirectories(aside).resolve(nameIn(unused.file()).replace(File.separatorChar, SEPARATOR));
        try {
            Files.move(unused.file(), set, StandardCopyOption.ATOMIC_MOVE);
            if (!Files.getLastModifiedTime(set).toInstant().equals(unused.touched())) {
                // Somebody has asked for it meanwhile.
                Files.move(set, unused.file(), StandardCopyOption.ATOMIC_MOVE);
                return false;
            }
            Files.delete(set);
            return true;
        } catch (NoSuchFileException another) {
            LOG.debugf("Another process has swept %s", another.getFile());
            return false;
        }
    }

    /** What a process had set aside when it was killed. */
    private void bringBack() throws IOException {
        walk(aside, (set, attributes) -> {
            String name = String.valueOf(set.getFileName()).replace(SEPARATOR, File.separatorChar);
            Files.move(set, store.stored().resolve(name), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /** What killed processes have left. */
    private void removeLeftovers() throws IOException {
        Instant abandoned = store.abandonedBefore();
        walk(store.uploading(), (part, attributes) -> {
            if (attributes.lastModifiedTime().toInstant().isBefore(abandoned)) {
                Files.deleteIfExists(part);
            }
        });
        Instant before = clock.instant().minus(LEFT_BEHIND);
        if (Files.isDirectory(checkouts.workshop())) {
            try (var folders = Files.newDirectoryStream(checkouts.workshop())) {
                for (Path folder : folders) {
                    if (Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                        Trees.remove(folder);
                    }
                }
            }
        }
    }

    @FunctionalInterface
    private interface Visit {
        void file(Path file, BasicFileAttributes attributes) throws IOException;
    }

    /** Without following symbolic links; what goes meanwhile is passed over. */
    private static void walk(Path folder, Visit visit) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    visit.file(file, attributes);
                } catch (NoSuchFileException gone) {
                    LOG.debugf("%s went meanwhile", gone.getFile());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }
}
