// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFilesTest {

    @TempDir
    private Path parent;

    private Path folder;
    private ScriptFiles files;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(parent.resolve("scripts"));
        files = new ScriptFiles(folder);
    }

    @Test
    void takesAtTheFirstLookWhatThereIs() throws IOException {
        write("nightly.js", "first");
        Files.createDirectory(folder.resolve("lib"));
        write("lib/frames.js", "module");
        write("nightly.example.json", "{}");
        write(".hidden.js", "an editor's own");

        assertThat(files.look()).isTrue();
        assertThat(files.texts()).containsOnlyKeys("nightly.js", "lib/frames.js");
        assertThat(files.look()).isFalse();
    }

    @Test
    void keepsAFileAsItWasWhileItIsBeingWritten() throws IOException {
        write("nightly.js", "first");
        files.look();

        for (String begun : new String[] {"", "sec", "second ver"}) {
            write("nightly.js", begun);
            assertThat(files.look()).isFalse();
            assertThat(files.texts()).containsEntry("nightly.js", "first");
        }
        write("nightly.js", "second version");
        files.look();

        assertThat(files.look()).isTrue();
        assertThat(files.texts()).containsEntry("nightly.js", "second version");
    }

    @Test
    void keepsAFileWhileAnotherTakesItsPlace() throws IOException {
        write("nightly.js", "first");
        files.look();

        Files.move(folder.resolve("nightly.js"), folder.resolve("nightly.js~"));
        assertThat(files.look()).isFalse();
        write("nightly.js", "second");
        assertThat(files.look()).isFalse();

        assertThat(files.look()).isTrue();
        assertThat(files.texts()).containsOnlyKeys("nightly.js").containsEntry("nightly.js", "second");
    }

    @Test
    void forgetsWhatIsDeleted() throws IOException {
        write("nightly.js", "first");
        files.look();

        Files.delete(folder.resolve("nightly.js"));
        files.look();

        assertThat(files.look()).isTrue();
        assertThat(files.texts()).isEmpty();
    }

    @Test
    void keepsWhatItHasWhileTheFolderIsAway() throws IOException {
        write("nightly.js", "first");
        files.look();

        Path away = Files.move(folder, parent.resolve("away"));
        assertThatThrownBy(() -> files.look()).isInstanceOf(NoSuchFileException.class);
        assertThat(files.texts()).containsOnlyKeys("nightly.js");

        Files.move(away, folder);
        assertThat(files.look()).isFalse();
    }

    @Test
    void waitsForAFolderThatIsNotThereYet() throws IOException {
        var later = new ScriptFiles(parent.resolve("later"));
        assertThat(later.look()).isTrue();
        assertThat(later.texts()).isEmpty();

        Files.createDirectory(parent.resolve("later"));
        Files.writeString(parent.resolve("later/nightly.js"), "first");
        later.look();

        assertThat(later.look()).isTrue();
        assertThat(later.texts()).containsOnlyKeys("nightly.js");
    }

    @Test
    void takesLessThanTooMuch() throws IOException {
        write("long.js", "x".repeat(1 << 20) + "x");
        write("short.js", "x".repeat(1 << 20));

        files.look();

        assertThat(files.problems()).containsOnlyKeys("long.js");
        assertThat(files.texts()).containsOnlyKeys("short.js");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
