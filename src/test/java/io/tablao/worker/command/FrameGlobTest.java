// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameGlobTest {

    @TempDir
    Path root;

    @BeforeEach
    void files() throws IOException {
        Path folder = Files.createDirectories(root.resolve("{timestamp} [x]"));
        for (String name : List.of("9.png", "10.png", "a1.png", "b2.png", "1.jpg", ".hidden.png", "(+).png")) {
            Files.createFile(folder.resolve(name));
        }
        Files.createDirectory(folder.resolve("folder.png"));
    }

    @Test
    void sortsAsPeopleCount() throws IOException {
        assertThat(find("{timestamp} ?x?/*.png")).containsExactly("9.png", "10.png", "(+).png", "a1.png", "b2.png");
    }

    @Test
    void knowsCharactersOfASet() throws IOException {
        assertThat(find("{timestamp} ?x?/[ab][0-9].png")).containsExactly("a1.png", "b2.png");
        assertThat(find("{timestamp} ?x?/[!a]?.png")).containsExactly("10.png", "b2.png");
    }

    @Test
    void aFoldersNameMayBeAPatternToo() throws IOException {
        assertThat(find("*/9.png")).containsExactly("9.png");
        assertThat(find("{timestamp}*/9.p[n]g")).containsExactly("9.png");
    }

    @Test
    void findsNothingInAFolderThatIsNotThere() throws IOException {
        assertThat(find("nowhere/*.png")).isEmpty();
        assertThat(find("nowhere/1.png")).isEmpty();
    }

    private List<String> find(String glob) throws IOException {
        return FrameGlob.find(root + "/" + glob).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }
}
