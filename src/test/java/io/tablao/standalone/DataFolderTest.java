// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path parent;

    @Test
    void isMadeWhenItIsNotThere() {
        Path path = parent.resolve("some").resolve("where");

        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.path()).isDirectory().isEqualTo(path);
        }
    }

    @Test
    void keepsTheIdOfItsProcess() {
        UUID first = idOf(parent);

        assertThat(idOf(parent)).isEqualTo(first);
        assertThat(idOf(parent.resolve("another"))).isNotEqualTo(first);
    }

    @Test
    void belongsToOneFarmAtATime() {
        try (DataFolder mine = DataFolder.open(parent)) {
            assertThatThrownBy(() -> DataFolder.open(mine.path()))
                    .isInstanceOf(StartupProblem.class)
                    .hasMessage("The data folder " + parent + " is in use by another farm: stop that one,"
                            + " or choose another folder with --data or TABLAO_DATA.");
        }
        assertThat(idOf(parent)).isNotNull();
    }

    @Test
    void saysWhatToDoWhenItCannotBeWritten() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file.resolve("below")))
                .isInstanceOf(StartupProblem.class)
                .hasMessageContaining("cannot be written")
                .hasMessageEndingWith("make it writable, or choose another with --data or TABLAO_DATA.");
    }

    @Test
    void liesWhereThePlatformKeepsAUsersData() {
        assertThat(DataFolder.defaultLocation("Linux", "/home/a", Map.of()))
                .isEqualTo(Path.of("/home/a/.local/share/tablao"));
        assertThat(DataFolder.defaultLocation("Linux", "/home/a", Map.of("XDG_DATA_HOME", "/big")))
                .isEqualTo(Path.of("/big/tablao"));
        assertThat(DataFolder.defaultLocation("Mac OS X", "/Users/a", Map.of()))
                .isEqualTo(Path.of("/Users/a/Library/Application Support/tablao"));
        assertThat(DataFolder.defaultLocation("Windows 11", "/Users/a", Map.of("LOCALAPPDATA", "/local")))
                .isEqualTo(Path.of("/local/tablao"));
    }

    private static UUID idOf(Path path) {
        try (DataFolder folder = DataFolder.open(path)) {
            return folder.instanceId();
        }
    }
}
