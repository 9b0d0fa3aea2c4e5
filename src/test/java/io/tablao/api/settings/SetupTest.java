// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tablao.readmodel.FarmCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a new farm's first questions are answered with. */
class SetupTest {

    @TempDir
    Path folder;

    @Test
    void aFolderThatCanBeWrittenToHoldsJobs() throws IOException {
        assertThat(StorageCheck.of(folder.toString()).usable()).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void othersAreRefusedWithTheReason() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(StorageCheck.of("")).isEqualTo(new StorageCheck.Verdict(false, "An empty path is no folder"));
        assertThat(StorageCheck.of("a/b").cause()).contains("must be a whole one");
        assertThat(StorageCheck.of(folder.resolve("missing").toString()).cause())
                .contains("no such folder");
        assertThat(StorageCheck.of(file.toString()).cause()).contains("a file, not a folder");
        assertThat(StorageCheck.of("/a\0b").cause()).contains("no path");
    }

    @Test
    void nothingButBlenderIsRun() throws IOException {
        Path ran = folder.resolve("ran");
        Path program = program("rm", "touch " + ran);

        BlenderSearch.Found found = BlenderSearch.check(program.toString());

        assertThat(found.isUsable()).isFalse();
        assertThat(found.cause()).contains("not called Blender");
        assertThat(ran).doesNotExist();
    }

    @Test
    void aBlenderIsAskedForItsVersion() throws IOException {
        Path program = program("blender-5", "echo Warning: first; echo Blender 5.0.1; echo '  build date'");

        assertThat(BlenderSearch.check(program.toString()))
                .isEqualTo(new BlenderSearch.Found(
                        program.toString(), program.toString(), "input_path", true, "Blender 5.0.1"));
    }

    @Test
    void whatIsNoBlenderIsNotUsable() throws IOException {
        assertThat(BlenderSearch.check(program("blender", "echo hi").toString()).cause())
                .isEqualTo("It does not say that it is Blender");
        assertThat(BlenderSearch.check(folder.resolve("blender-9").toString()).cause())
                .isEqualTo("There is no such file");
        assertThat(BlenderSearch.check("blender-that-nobody-has").cause())
                .isEqualTo("There is no program of this name on the PATH");
    }

    @Test
    void theBlenderOfThePathIsFound() {
        assumeTrue(Files.exists(Path.of("/usr/bin/blender")), "Blender is not installed");

        assertThat(BlenderSearch.everywhere()).anySatisfy(found -> {
            assertThat(found.source()).isEqualTo("path_envvar");
            assertThat(found.isUsable()).isTrue();
            assertThat(found.cause()).startsWith("Blender ");
        });
    }

    @ParameterizedTest(name = "{0} awake, {1} asleep, {2} starting, {3} jobs: {4}")
    @CsvSource({
        "1, 0, 0, 1, active",
        "1, 5, 0, 0, idle",
        "0, 1, 1, 3, waiting",
        "0, 1, 0, 0, asleep",
        "0, 0, 1, 1, starting",
        "0, 0, 0, 1, inoperative",
        "0, 0, 0, 0, inoperative",
    })
    void theFarmIsToldInAWord(long awake, long asleep, long starting, long jobs, String word) {
        assertThat(FarmStatusResource.word(new FarmCounts(awake, asleep, starting, jobs)))
                .isEqualTo(word);
    }

    private Path program(String name, String script) throws IOException {
        Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
