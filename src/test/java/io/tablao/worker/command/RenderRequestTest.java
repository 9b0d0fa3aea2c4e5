// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-f 3 | 3",
                "--render-frame 1..3,7,9..10 | 1-3,7,9-10",
                "-f 5 -f 1 -f 2..3 | 1-3,5",
                "--python-expr -a -f 3 | 3",
                "-f 3 -- -a | 3"
            })
    void readsTheFrames(String args, String frames) {
        var request = read(args);

        assertThat(request.renders()).isTrue();
        assertThat(RenderedFrames.ranges(request.frames())).isEqualTo(frames);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "-f 3 -a", "-s 1 -e 3 -a", "-f -1", "-f +3", "-f 1,x", "-f", "-f 1..9999999"})
    void someFramesOnlyBlenderKnows(String args) {
        var request = read(args);

        assertThat(request.renders()).isTrue();
        assertThat(request.frames()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--python merge.py", "--python-expr -f -- -f 1", ""})
    void someRunsRenderNothing(String args) {
        assertThat(read(args).renders()).isFalse();
    }

    /** Seen from Blender 3.4. */
    @ParameterizedTest
    @CsvSource({
        "/out/######, /out/000007.png",
        "/out/, /out/0007.png",
        "/out/shot-, /out/shot-0007.png",
        "/out/fr_###.png, /out/fr_007.png",
        "/out/fr_##_x, /out/fr_07_x.exr",
        "/out/##a##b, /out/##a07b.png",
        "/out/out.png, /out/out.png0007.png",
        "/o#t/v1.2-#, /o#t/v1.2-7.jpg",
        "/out/####, /out/0007_L.png",
        "C:\\out\\####, C:\\out\\0007.png",
        "/{blend_name}/{scene}-####, /any/thing-0007.png",
    })
    void knowsAFrameByItsFile(String output, String file) {
        assertThat(FrameFiles.of(Optional.of(output), Optional.empty()).frameOf(file))
                .isEqualTo(OptionalInt.of(7));
    }

    @Test
    void otherFilesAreNoFrames() {
        var files = FrameFiles.of(Optional.of("/out/shot1-####"), Optional.empty());

        assertThat(files.frameOf("/out/shot2-0007.png")).isEmpty();
        assertThat(files.frameOf("/out/shot1-.png")).isEmpty();
        assertThat(files.frameOf("/out/shot1-99999999999999.png")).isEmpty();
    }

    @Test
    void findsTheFilesOfItsFramesBesideTheBlendFile(@TempDir Path folder) throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        for (String name : List.of("0001.png", "0002.png", "0002.txt", "0003.exr", "0004.png", "x0003.png")) {
            Files.createFile(out.resolve(name));
        }

        var files = FrameFiles.of(Optional.of("//out/"), Optional.of(folder.resolve("a.blend")));

        assertThat(files.existing(Set.of(2, 3)))
                .map(file -> file.getFileName().toString())
                .containsExactly("0002.png", "0003.exr");
    }

    private static RenderRequest read(String args) {
        return RenderRequest.of(List.of(args.split(" ", -1)), Optional.empty());
    }
}
