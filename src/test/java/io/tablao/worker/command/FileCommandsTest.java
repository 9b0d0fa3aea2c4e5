// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make-directory}, {@code move-directory} and {@code copy-file}, on real files. */
class FileCommandsTest {

    private static final TaskOutcome COMPLETED = new TaskOutcome.Completed();

    @TempDir
    Path root;

    private Path src;
    private Path dest;

    @BeforeEach
    void paths() {
        src = root.resolve("src");
        dest = root.resolve("deep/dest");
    }

    @Test
    void makesADirectoryWithItsParents() {
        Path made = root.resolve("a/b/c");

        assertThat(run("make-directory", Map.of("path", made.toString()))).isEqualTo(COMPLETED);
        assertThat(run("make-directory", Map.of("path", made.toString()))).isEqualTo(COMPLETED);

        assertThat(made).isDirectory();
    }

    @Test
    void movesADirectory() throws IOException {
        write(src.resolve("sub/frame.png"), "new");

        assertThat(move()).isEqualTo(COMPLETED);

        assertThat(src).doesNotExist();
        assertThat(dest.resolve("sub/frame.png")).hasContent("new");
    }

    @Test
    void movesAsideWhatIsThereAlready() throws IOException {
        write(src.resolve("frame.png"), "new");
        write(dest.resolve("frame.png"), "old");
        Files.setLastModifiedTime(
                dest,
                FileTime.from(LocalDateTime.of(2026, 1, 31, 23, 59, 58)
                        .atZone(ZoneId.systemDefault())
                        .toInstant()));
        Files.createDirectory(root.resolve("deep/dest-2026-01-31_235958"));

        assertThat(move()).isEqualTo(COMPLETED);

        assertThat(dest.resolve("frame.png")).hasContent("new");
        assertThat(root.resolve("deep/dest-2026-01-31_235958-2/frame.png")).hasContent("old");
    }

    @Test
    void aMoveThatWasMadeIsDone() throws IOException {
        write(src.resolve("frame.png"), "new");

        assertThat(move()).isEqualTo(COMPLETED);
        assertThat(move()).isEqualTo(COMPLETED);

        assertThat(dest.resolve("frame.png")).hasContent("new");
        assertThat(root.resolve("deep")).isDirectoryNotContaining("glob:**dest-*");
    }

    @Test
    void aMoveFromNowhereFails() {
        assertFailed(move(), "there is no " + src);
    }

    @Test
    void aFileIsNotMovedAsADirectory() throws IOException {
        write(src, "file");

        assertFailed(move(), src + " is not a directory");
    }

    @Test
    void aMoveIntoItselfFails() throws IOException {
        write(src.resolve("frame.png"), "new");
        dest = src.resolve("inside");

        assertFailed(move(), "cannot move " + src + " to " + dest + ": one is inside the other");
        assertThat(src.resolve("frame.png")).exists();
    }

    @Test
    void aMoveOutOfWhatWouldBeMovedAsideFails() throws IOException {
        dest = root.resolve("outer");
        src = dest.resolve("inner");
        write(src.resolve("frame.png"), "new");

        assertFailed(move(), "cannot move " + src + " to " + dest + ": one is inside the other");
        assertThat(src.resolve("frame.png")).exists();
    }

    @Test
    void treesAreCopiedWithTheirLinks() throws Exception {
        write(src.resolve("a/b.txt"), "b");
        Files.createSymbolicLink(src.resolve("link"), Path.of("a/b.txt"));

        FileCopy.copyTree(src, root.resolve("copy"), () -> {});
        FileCopy.deleteTree(src);

        assertThat(root.resolve("copy/link")).isSymbolicLink().hasContent("b");
        assertThat(src).doesNotExist();
    }

    @Test
    void copiesAFile() throws IOException {
        write(src, "content");

        assertThat(copy()).isEqualTo(COMPLETED);

        assertThat(dest).hasContent("content");
        assertThat(src).exists();
        try (Stream<Path> files = Files.list(dest.getParent())) {
            assertThat(files).containsExactly(dest);
        }
    }

    @Test
    void aCopyThatWasMadeIsDone() throws IOException {
        write(src, "content");

        assertThat(copy()).isEqualTo(COMPLETED);
        assertThat(copy()).isEqualTo(COMPLETED);
    }

    @Test
    void aCopyNeverOverwrites() throws IOException {
        write(src, "content");
        write(dest, "another");

        assertFailed(copy(), dest + " exists already");
        assertThat(dest).hasContent("another");
    }

    @Test
    void aFileIsNotCopiedOntoItself() throws IOException {
        write(src, "content");
        dest = src;

        assertFailed(copy(), src + " exists already");
    }

    @Test
    void aCopyOfNothingFails() {
        assertFailed(copy(), "there is no " + src);
    }

    @Test
    void aDirectoryIsNotCopiedAsAFile() throws IOException {
        Files.createDirectory(src);

        assertFailed(copy(), src + " is not a file");
    }

    private TaskOutcome move() {
        return run("move-directory", Map.of("src", src.toString(), "dest", dest.toString()));
    }

    private TaskOutcome copy() {
        return run("copy-file", Map.of("src", src.toString(), "dest", dest.toString()));
    }

    private TaskOutcome run(String name, Map<String, String> parameters) {
        return new Recorder(root).run(command(name, Recorder.json(parameters)));
    }

    private static void assertFailed(TaskOutcome outcome, String reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message()).endsWith("failed: " + reason));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
