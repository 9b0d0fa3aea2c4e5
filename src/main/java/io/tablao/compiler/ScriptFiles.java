// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The scripts in a folder and the folders below it, as they were when they last stood still: an editor may write a file in
 * several goes, or take it away and put another in its place.
 */
final class ScriptFiles {

    private static final int DEEPEST_FOLDER = 4;
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 1000;

    private final Path folder;
    private final SortedMap<String, Kept> kept = new TreeMap<>();
    private Map<String, Stamp> seen = Map.of();
    private boolean looked;

    ScriptFiles(Path folder) {
        this.folder = folder;
    }

    /** What a file looks like from outside; unequal when it was written or another one took its place. */
    private record Stamp(
            FileTime modified,
            long bytes,
            @Nullable Object key,
            @Nullable String problem) {}

    /** A file as it was taken. */
    private record Kept(
            Stamp stamp, @Nullable String text, @Nullable String problem) {}

    /**
     * Looks what has changed. A change counts when it is still the same at the next look.
     *
     * @return whether anything is to be had that was not before
     * @throws IOException when the folder cannot be looked at; then everything stays as it is
     */
    boolean look() throws IOException {
        Map<String, Stamp> now = scan();
        boolean changed = !looked;
        var names = new TreeSet<>(now.keySet());
        names.addAll(kept.keySet());
        for (String name : names) {
            @Nullable Stamp stamp = now.get(name);
            Kept before = kept.get(name);
            boolean same = Objects.equals(stamp, before == null ? null : before.stamp());
            if (!same && (!looked || Objects.equals(stamp, seen.get(name)))) {
                if (stamp == null) {
                    kept.remove(name);
                } else {
                    kept.put(name, read(name, stamp));
                }
                changed = true;
            }
        }
        seen = now;
        looked = true;
        return changed;
    }

    /** By their path below the folder, with slashes. */
    SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        kept.forEach((name, file) -> {
            if (file.text() != null) {
                texts.put(name, file.text());
            }
        });
        return texts;
    }

    /** Why files cannot be had, by their path. */
    SortedMap<String, String> problems() {
        SortedMap<String, String> problems = new TreeMap<>();
        kept.forEach((name, file) -> {
            if (file.problem() != null) {
                problems.put(name, file.problem());
            }
        });
        return problems;
    }

    private Kept read(String name, Stamp stamp) {
        if (stamp.problem() != null) {
            return new Kept(stamp, null, stamp.problem());
        }
        if (stamp.bytes() > MOST_BYTES) {
            return new Kept(stamp, null, "The file is larger than " + (MOST_BYTES >> 10) + " KB");
        }
        try {
            // Not readString, which refuses a whole file for one wrong byte in a comment.
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            return new Kept(stamp, new String(bytes, StandardCharsets.UTF_8), null);
        } catch (IOException e) {
            return new Kept(stamp, null, "The file cannot be read: " + e);
        }
    }

    private Map<String, Stamp> scan() throws IOException {
        if (!Files.isDirectory(folder)) {
            if (kept.isEmpty()) {
                return Map.of();
            }
            // Rather a file server that is away than the wish to have no job types any more.
            throw new NoSuchFileException(folder.toString());
        }
        Path root = folder.toRealPath();
        Map<String, Stamp> files = new TreeMap<>();
        // Links are followed, since what is mounted from a cluster's configuration is made of links; but not out of the
        // folder.
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST_FOLDER, new SimpleFileVisitor<Path>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                            throws IOException {
                        boolean ours = directory.equals(folder)
                                || (!isHidden(directory)
                                        && directory.toRealPath().startsWith(root));
                        return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (isScript(file) && attributes.isRegularFile()) {
                            boolean leadsOut = !file.toRealPath().startsWith(root);
                            files.put(
                                    slashed(file),
                                    new Stamp(
                                            attributes.lastModifiedTime(),
                                            attributes.size(),
                                            attributes.fileKey(),
                                            leadsOut ? "The file is a link that leads out of the folder" : null));
                        }
                        return files.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                        if (file.equals(folder)) {
                            throw failure;
                        }
                        // What has just been deleted is no problem, nor is a link to nowhere that some editors lock
                        // files with.
                        if (!(failure instanceof NoSuchFileException) && !isHidden(file) && isScript(file)) {
                            files.put(
                                    slashed(file),
                                    new Stamp(FileTime.fromMillis(0), 0, null, "The file cannot be read: " + failure));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }

    private String slashed(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isScript(Path file) {
        return file.toString().endsWith(Script.EXTENSION) && !isHidden(file);
    }

    private static boolean isHidden(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(".");
    }
}
