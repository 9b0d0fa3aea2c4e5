// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Folders in which the stored files of a job stand under the names that its submitter has given them. A checkout is made
 * elsewhere and comes to its place by a rename, so that it is there whole or not at all. It carries a mark: nothing without one
 * is ever removed, whatever a job claims to be its checkout. All methods block.
 */
@ApplicationScoped
public class Checkouts {

    /** In the folder of a checkout. */
    static final String MARK = ".tablao-checkout";

    private static final String MARK_TEXT = "Tablao has made this folder, and removes it along with its job.\n";
    private static final int NAMES_TRIED = 20;
    private static final int SUFFIX = 8;

    /** What came of making a checkout. */
    public sealed interface Outcome {
        /** @param path where it is; not always where it was asked for */
        record Made(RelativePath path) implements Outcome {}

        /** Files that are not in the store. */
        record Missing(List<StoredFile> files) implements Outcome {}

        /** @param why a sentence */
        record Taken(String why) implements Outcome {}

        /** @param why a sentence */
        record Contradiction(String why) implements Outcome {}
    }

    private final FileStore store;
    private final Path root;
    private final Path workshop;
    private final LinkKind links;

    @Inject
    Checkouts(SharedStorage storage, FileStore store, StorageConfig config) {
        this(storage, store, config.shaman().links());
    }

    Checkouts(SharedStorage storage, FileStore store, LinkKind links) {
        this.store = store;
        this.root = storage.checkouts();
        this.workshop = storage.fileStore().resolve("checkouts");
        this.links = links;
    }

    /** Makes a checkout at the path, or beside it under a longer name if something is there already. */
    public Outcome make(RelativePath wanted, Map<RelativePath, StoredFile> files) throws IOException {
        Optional<String> contradiction = contradiction(files);
        if (contradiction.isPresent()) {
            return new Outcome.Contradiction(contradiction.get());
        }
        Optional<String> obstacle = obstacle(wanted);
        if (obstacle.isPresent()) {
            return new Outcome.Taken(obstacle.get());
        }
        // From now on a sweep leaves them alone.
        List<StoredFile> missing = files.values().stream()
                .distinct()
                .filter(file -> !store.touch(file))
                .toList();
        if (!missing.isEmpty()) {
            return new Outcome.Missing(missing);
        }
        Path made = Files.createDirectories(workshop).resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectory(made);
            fill(made, wanted, files);
            return place(made, wanted);
        } catch (NoSuchFileException sweptAway) {
            List<StoredFile> gone = files.values().stream()
                    .distinct()
                    .filter(file -> !store.has(file))
                    .toList();
            if (gone.isEmpty()) {
                throw sweptAway;
            }
            return new Outcome.Missing(gone);
        } finally {
            Trees.remove(made);
        }
    }

    /** Whether there is a checkout of that name. */
    public boolean exists(RelativePath path) {
        return obstacle(path).isEmpty()
                && Files.isRegularFile(path.below(root).resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes a checkout that was made before then; false: there is none, or another one has taken its place. Folders above it
     * that are empty now go with it.
     */
    public boolean remove(RelativePath path, Instant madeBefore) throws IOException {
        if (!exists(path)) {
            return false;
        }
        Path folder = path.below(root);
        Path mark = folder.resolve(MARK);
        if (Files.getLastModifiedTime(mark, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isAfter(madeBefore)) {
            return false;
        }
        // Away at once, as it came.
        Path gone = Files.createDirectories(workshop).resolve(UUID.randomUUID().toString());
        Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
        Trees.remove(gone);
        removeEmptyAbove(path);
        return true;
    }

    Path root() {
        return root;
    }

    /** Where checkouts are on their way in and out; what has been there for long was left by a process that was killed. */
    Path workshop() {
        return workshop;
    }

    private static Optional<String> contradiction(Map<RelativePath, StoredFile> files) {
        for (RelativePath path : files.keySet()) {
            if (path.names().getFirst().equals(MARK)) {
                return Optional.of("The path " + path + " is the farm's own");
            }
            for (int i = 1; i < path.names().size(); i++) {
                var above = new RelativePath(path.names().subList(0, i));
                if (files.containsKey(above)) {
                    return Optional.of("The path " + above + " is a file, and " + path + " lies in it");
                }
            }
        }
        return Optional.empty();
    }

    /** Why nothing can be made below the folders that the path leads through. */
    private Optional<String> obstacle(RelativePath path) {
        for (int i = 1; i < path.names().size(); i++) {
            var above = new RelativePath(path.names().subList(0, i));
            Path folder = above.below(root);
            // Also a symbolic link to a folder: it leads out of the checkouts.
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("The checkout path leads through " + above + ", which is no folder");
            }
            if (Files.exists(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("The checkout path leads into another checkout, " + above);
            }
        }
        return Optional.empty();
    }

    private void fill(Path made, RelativePath wanted, Map<RelativePath, StoredFile> files) throws IOException {
        Path place = wanted.below(root);
        for (var each : new LinkedHashMap<>(files).entrySet()) {
            Path target = store.path(each.getValue());
            Path link = each.getKey().below(made);
            Files.createDirectories(link.resolve("..").normalize());
            switch (links) {
                // As seen from where it will be, not from where it is made.
                case SYMBOLIC ->
                    Files.createSymbolicLink(
                            link,
                            each.getKey().below(place).resolve("..").normalize().relativize(target));
                case HARD -> Files.createLink(link, target);
            }
        }
        for (StoredFile file : files.values()) {
            if (!store.has(file)) {
                throw new NoSuchFileException(store.path(file).toString());
            }
        }
        Files.writeString(made.resolve(MARK), MARK_TEXT);
    }

    private Outcome place(Path made, RelativePath wanted) throws IOException {
        RelativePath path = wanted;
        for (int i = 0; i < NAMES_TRIED; i++) {
            Path place = path.below(root);
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(place.resolve("..").normalize());
                if (move(made, place)) {
                    return new Outcome.Made(path);
                }
            }
            path = wanted.continued("-" + UUID.randomUUID().toString().substring(0, SUFFIX));
        }
        return new Outcome.Taken(
                "There is a checkout " + wanted + " already, and no other name was found for this one");
    }

    /** Never onto another checkout, since none is empty; false: something is there by now, or the folder above went. */
    private static boolean move(Path made, Path place) throws IOException {
        try {
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            throw e;
        }
    }

    private void removeEmptyAbove(RelativePath path) throws IOException {
        for (int names = path.names().size() - 1; names > 0; names--) {
            try {
                Files.deleteIfExists(new RelativePath(path.names().subList(0, names)).below(root));
            } catch (DirectoryNotEmptyException used) {
                return;
            }
        }
    }
}
