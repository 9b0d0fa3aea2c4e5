// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as Blender 3.4 prints them, and as Blender 5 does, with time and topic before the bar. */
class BlenderLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Saved: '/out/it's a shot/000001.png'",
                "00:01.234  render           | Saved: '/out/it's a shot/000001.png'"
            })
    void savedFrames(String line) {
        assertThat(BlenderLine.of(line)).isEqualTo(new BlenderLine.Saved("/out/it's a shot/000001.png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "skipping existing frame \"/out/000001.png\"",
                "00:01.234  render           | Skipping existing frame \"/out/000001.png\""
            })
    void skippedFrames(String line) {
        assertThat(BlenderLine.of(line)).isEqualTo(new BlenderLine.Skipped("/out/000001.png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " Time: 00:00.18 (Saving: 00:00.13)",
                "Time: 00:00.18 (Saving: 00:00.13)",
                "00:01.234  render           | Time: 00:00.18 (Saving: 00:00.13)"
            })
    void framesThatAreOver(String line) {
        assertThat(BlenderLine.of(line)).isEqualTo(new BlenderLine.Timed());
    }

    @Test
    void framesOfVideos() {
        assertThat(BlenderLine.of("Append frame 12")).isEqualTo(new BlenderLine.Appended(12));
    }

    @Test
    void errors() {
        assertThat(BlenderLine.of("Error: Build without OpenImageDenoiser"))
                .isEqualTo(new BlenderLine.Complaint("Error: Build without OpenImageDenoiser"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fra:1 Mem:9.04M (Peak 10.83M) | Time:00:00.00 | Mem:0.00M, Peak:0.00M | Scene, ViewLayer | Initializing",
                "Error: Not freed memory blocks: 3, total unfreed memory 0.002 MB",
                "Info: No frames rendered, skipped to not overwrite",
                "Info: Saved \"a.blend\"",
                "Blender quit",
                ""
            })
    void everythingElse(String line) {
        assertThat(BlenderLine.of(line)).isEqualTo(new BlenderLine.Other());
    }
}
