// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.model.WorkerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lasting ids of this process' workers, in a file of the data folder. One process holds them at a time: two would take
 * each other's sessions away for ever.
 */
final class WorkerIds implements AutoCloseable {

    private static final String FILE = "workers.json";
    private static final String LOCK_FILE = "workers.lock";

    private final FileChannel lockFile;
    private final List<WorkerId> ids;

    private WorkerIds(FileChannel lockFile, List<WorkerId> ids) {
        this.lockFile = lockFile;
        this.ids = List.copyOf(ids);
    }

    /**
     * Reads the ids, adds what is missing of them, and holds them until closed.
     *
     * @param fresh makes ids that were never used
     * @throws IllegalStateException when they cannot be had; the message says what to do
     */
    static WorkerIds hold(Path folder, int count, Supplier<UUID> fresh) {
        try {
            Files.createDirectories(folder);
            FileChannel lockFile =
                    FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile) == null) {
                lockFile.close();
                throw new IllegalStateException("Another process runs the workers of " + folder
                        + ": stop it, or give this one a data folder of its own (tablao.data-dir).");
            }
            try {
                return new WorkerIds(lockFile, readAndComplete(folder.resolve(FILE), count, fresh));
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot keep the workers' ids in " + folder + " (" + e + "): make it writable, or give another data"
                            + " folder (tablao.data-dir).",
                    e);
        }
    }

    /** As many as were asked for, always in the same order. */
    List<WorkerId> all() {
        return ids;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return null;
        }
    }

    private static List<WorkerId> readAndComplete(Path file, int count, Supplier<UUID> fresh) throws IOException {
        List<WorkerId> known = Files.exists(file) ? read(file) : new ArrayList<>();
        if (known.size() < count) {
            while (known.size() < count) {
                known.add(new WorkerId(fresh.get()));
            }
            write(file, known);
        }
        // Those beyond the count sleep in the file until there are as many workers again.
        return known.subList(0, count);
    }

    private static List<WorkerId> read(Path file) throws IOException {
        try {
            JsonNode listed = new ObjectMapper().readTree(file.toFile()).path("workers");
            List<WorkerId> ids = new ArrayList<>();
            for (JsonNode each : listed) {
                ids.add(WorkerId.of(each.asText()));
            }
            return ids;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    file + " does not hold workers' ids: restore it, or delete it to make the workers new ones.", e);
        }
    }

    /** Either the old file or the new one is there, whenever the machine fails. */
    private static void write(Path file, List<WorkerId> ids) throws IOException {
        Path next = file.resolveSibling(FILE + ".next");
        String json = new ObjectMapper()
                .writeValueAsString(
                        Map.of("workers", ids.stream().map(WorkerId::toString).toList()));
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
