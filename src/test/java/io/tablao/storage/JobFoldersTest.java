// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.model.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFoldersTest {

    private final JobId job = new JobId(new UUID(1, 1));
    private final JobId other = new JobId(new UUID(1, 2));

    @TempDir
    Path folder;

    @Test
    void allOfAJobGoesAndNothingElse() throws IOException {
        var folders = new JobFolders(folder.resolve("jobs"));
        Files.createDirectories(folders.of(job).resolve("previews/deep"));
        Files.writeString(folders.of(job).resolve("previews/deep/last.jpg"), "pixels");
        Files.createDirectories(folders.of(other));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("frame.png"), "an artist's");
        Files.createSymbolicLink(folders.of(job).resolve("link"), elsewhere);

        folders.remove(job);

        assertThat(folders.of(job)).doesNotExist();
        assertThat(folders.of(other)).exists();
        assertThat(elsewhere.resolve("frame.png")).exists();
    }

    @Test
    void whatIsNotThereIsNoError() {
        var folders = new JobFolders(folder.resolve("jobs"));

        folders.remove(job);

        assertThat(folders.of(job)).doesNotExist();
    }
}
