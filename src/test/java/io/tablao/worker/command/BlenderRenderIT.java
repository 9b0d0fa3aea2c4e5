// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the Blender of this machine, if it has one; the arguments are those of the simple render job. */
@Timeout(120)
class BlenderRenderIT {

    private static final String NO_OVERWRITE = "import bpy; render = bpy.context.scene.render; "
            + "render.use_file_extension = True; render.use_overwrite = False; render.use_placeholder = False";

    @TempDir
    static Path scenes;

    @TempDir
    Path folder;

    private Path out;
    private Recorder recorder;

    @BeforeAll
    static void makeScenes() throws Exception {
        assumeThat(Blender.find("blender")).as("Blender").isPresent();
        makeScene("scene.blend", "samples = 1; scene.cycles.use_denoising = False");
        // Debian's Blender was built without a denoiser.
        makeScene("denoised.blend", "samples = 1; scene.cycles.use_denoising = True");
        makeScene("slow.blend", "samples = 100000000; scene.cycles.use_denoising = False");
    }

    @BeforeEach
    void record() {
        out = folder.resolve("render");
        recorder = new Recorder(folder);
    }

    @Test
    void rendersEachFrameOnce() throws IOException {
        assertThat(render("scene.blend", "PNG", "1..3")).isEqualTo(new TaskOutcome.Completed());

        assertThat(recorder.outputs).containsExactly(frame("000001.png"), frame("000002.png"), frame("000003.png"));
        assertThat(recorder.outputs).allMatch(BlenderRenderIT::isWhole);
        assertThat(recorder.steps).containsExactly(1, 2, 3);

        recorder = new Recorder(folder);
        assertThat(render("scene.blend", "PNG", "1..3")).isEqualTo(new TaskOutcome.Completed());

        assertThat(recorder.outputs).isEmpty();
        assertThat(recorder.steps).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage"})
    void rendersABrokenFrameAnew(String content) throws IOException {
        render("scene.blend", "PNG", "1..3");
        Files.writeString(frame("000002.png"), content);
        recorder = new Recorder(folder);

        assertThat(render("scene.blend", "PNG", "1..3")).isEqualTo(new TaskOutcome.Completed());

        assertThat(recorder.outputs).containsExactly(frame("000002.png"));
        assertThat(isWhole(frame("000002.png"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JPEG", "OPEN_EXR_MULTILAYER", "TIFF", "WEBP", "TARGA", "DPX"})
    void findsWhatItRendersWhole(String format) throws IOException {
        assertThat(render("scene.blend", format, "7")).isEqualTo(new TaskOutcome.Completed());

        assertThat(recorder.outputs).singleElement().matches(BlenderRenderIT::isWhole);
        assertThat(FrameFiles.of(Optional.of(out + "/######"), Optional.empty()).existing(Set.of(7)))
                .isEqualTo(recorder.outputs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPEN_EXR", "TIFF", "JPEG"})
    void rendersHalfAFrameAnew(String format) throws IOException {
        render("scene.blend", format, "7");
        Path file = recorder.outputs.getFirst();
        byte[] content = Files.readAllBytes(file);
        byte[] half = Arrays.copyOf(content, content.length / 2);
        if (format.equals("OPEN_EXR")) {
            // What a killed Blender leaves: the offsets are written at the end, so far they are zeros.
            half = withoutOffsets(content);
        }
        Files.write(file, half);
        recorder = new Recorder(folder);

        assertThat(render("scene.blend", format, "7")).isEqualTo(new TaskOutcome.Completed());

        assertThat(recorder.outputs).containsExactly(file);
    }

    @Test
    void aRenderThatSavesNothingFailsAndSaysWhy() {
        TaskOutcome outcome = render("denoised.blend", "PNG", "1..3");
        // Other builds have the denoiser, and nothing to complain of.
        assumeThat(recorder.log).contains("Error: Build without OpenImageDenoiser");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("Command 1/1, blender-render, failed: Blender did not save frame 1-3")
                                .endsWith("it said:\nError: Build without OpenImageDenoiser"));
    }

    @Test
    void aSceneThatIsNotThereFails() {
        assertThat(render("missing.blend", "PNG", "1"))
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains(
                                        "Blender did not save frame 1; Blender exited with 1; it said:\nError: Cannot read file"));
    }

    @Test
    void aStopEndsARender() {
        var run = new AtomicReference<TaskRun>();
        recorder.onLine = line -> {
            if (line.startsWith("Fra:1 ") && line.contains("Sample 0/")) {
                run.get().stop();
            }
        };
        run.set(recorder.taskRun(command("blender-render", parameters("slow.blend", "PNG", "1"), 1)));

        assertThat(run.get().run()).isEqualTo(new TaskOutcome.Stopped());

        assertThat(ProcessHandle.current().descendants().filter(ProcessTree::runs))
                .isEmpty();
        assertThat(recorder.outputs).isEmpty();
    }

    private TaskOutcome render(String scene, String format, String frames) {
        return recorder.run(command("blender-render", parameters(scene, format, frames), 3));
    }

    private String parameters(String scene, String format, String frames) {
        return Recorder.json(Map.of(
                "exe", "{blender}",
                "exeArgs", "{blenderArgs}",
                "argsBefore", List.of(),
                "blendfile", scenes.resolve(scene).toString(),
                "args",
                        List.of(
                                "--python-expr", NO_OVERWRITE,
                                "--render-output", out + "/######",
                                "--render-format", format,
                                "--render-frame", frames)));
    }

    private Path frame(String name) {
        return out.resolve(name);
    }

    private static boolean isWhole(Path image) {
        try {
            return ImageFile.isWhole(image);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Zeros where the single-part file's table begins, which is right behind its header. */
    private static byte[] withoutOffsets(byte[] exr) {
        byte[] cut = exr.clone();
        // The first offset points right behind the table, so the table is found by its own first entry.
        for (int at = 8; at < cut.length - 8; at++) {
            long offset = Long.reverseBytes(ByteBuffer.wrap(cut, at, 8).getLong());
            if (cut[at - 1] == 0 && offset > at && offset < cut.length && (offset - at) % 8 == 0) {
                Arrays.fill(cut, at, (int) offset, (byte) 0);
                return cut;
            }
        }
        throw new IllegalStateException("No table of offsets was found");
    }

    private static void makeScene(String name, String settings) throws Exception {
        String script =
                "import bpy; scene = bpy.context.scene; scene.render.engine = 'CYCLES'; scene.cycles." + settings
                        + "; scene.render.resolution_x = 64; scene.render.resolution_y = 36; "
                        + "bpy.ops.wm.save_as_mainfile(filepath='" + scenes.resolve(name) + "')";
        var recorder = new Recorder(scenes);
        assertThat(recorder.run(command(
                        "blender-render",
                        Recorder.json(Map.of(
                                "exe", "blender",
                                "exeArgs", "-b --factory-startup",
                                "args", List.of("--python-expr", script))))))
                .isEqualTo(new TaskOutcome.Completed());
        assertThat(scenes.resolve(name)).exists();
    }
}
