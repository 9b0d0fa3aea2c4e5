// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The folder where a process of a farm keeps what must outlive it; one process at a time uses it. */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final UUID instanceId;
    private final FileChannel lock;

    private DataFolder(Path path, UUID instanceId, FileChannel lock) {
        this.path = path;
        this.instanceId = instanceId;
        this.lock = lock;
    }

    /**
     * Takes the folder for this process, and makes it if it is not there.
     *
     * @throws StartupProblem when another process has it, or when it cannot be written
     */
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new StartupProblem(
                        "The data folder " + folder
                                + " is in use by another farm: stop that one, or choose another folder with --data or TABLAO_DATA.");
            }
            return new DataFolder(folder, readOrCreateId(folder.resolve("instance-id")), lock);
        } catch (IOException e) {
            throw new StartupProblem(
                    "The data folder " + folder + " cannot be written (" + e
                            + "): make it writable, or choose another with --data or TABLAO_DATA.",
                    e);
        }
    }

    /** The user's data folder for this application, by the custom of the platform. */
    public static Path defaultLocation() {
        return defaultLocation(System.getProperty("os.name", ""), System.getProperty("user.home", ""), System.getenv());
    }

    static Path defaultLocation(String system, String home, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return or(environment.get("LOCALAPPDATA"), Path.of(home, "AppData", "Local"))
                    .resolve("tablao");
        }
        if (name.startsWith("mac")) {
            return Path.of(home, "Library", "Application Support", "tablao");
        }
        return or(environment.get("XDG_DATA_HOME"), Path.of(home, ".local", "share"))
                .resolve("tablao");
    }

    public Path path() {
        return path;
    }

    /** Names this process in the farm; the same after each restart on this folder. */
    public UUID instanceId() {
        return instanceId;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StartupProblem("The lock of the data folder " + path + " could not be given back.", e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static UUID readOrCreateId(Path file) throws IOException {
        if (!Files.exists(file)) {
            // Written aside and moved, so that a kill leaves no half id.
            Path unfinished = file.resolveSibling("instance-id.new");
            Files.writeString(unfinished, UUID.randomUUID().toString());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return UUID.fromString(Files.readString(file).strip());
    }

    private static Path or(@Nullable String chosen, Path custom) {
        return chosen == null || chosen.isBlank() ? custom : Path.of(chosen);
    }
}
