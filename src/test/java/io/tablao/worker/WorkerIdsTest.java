// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.model.WorkerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerIdsTest {

    @TempDir
    Path folder;

    @Test
    void lastFromStartToStart() {
        List<WorkerId> first = hold(3);

        assertThat(first).doesNotHaveDuplicates().hasSize(3);
        assertThat(hold(3)).isEqualTo(first);
    }

    @Test
    void areKeptForWorkersThatAreLeftOutForAWhile() {
        List<WorkerId> three = hold(3);

        assertThat(hold(1)).isEqualTo(three.subList(0, 1));
        assertThat(hold(4)).startsWith(three.toArray(WorkerId[]::new)).hasSize(4);
    }

    @Test
    void areHeldByOneProcess() {
        try (WorkerIds held = WorkerIds.hold(folder, 1, UUID::randomUUID)) {
            assertThat(held.all()).hasSize(1);
            assertThatThrownBy(() -> hold(1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another process")
                    .hasMessageContaining("tablao.data-dir");
        }
        assertThat(hold(1)).hasSize(1);
    }

    @Test
    void saysWhatToDoAboutASpoiltFile() throws Exception {
        Files.writeString(folder.resolve("workers.json"), "{\"workers\":[\"anna\"]}");

        assertThatThrownBy(() -> hold(1)).hasMessageContaining("workers.json").hasMessageContaining("delete it");
        Files.writeString(folder.resolve("workers.json"), "{\"workers\":[]}");
        assertThat(hold(1)).hasSize(1);
    }

    private List<WorkerId> hold(int count) {
        try (WorkerIds ids = WorkerIds.hold(folder, count, UUID::randomUUID)) {
            return ids.all();
        }
    }
}
