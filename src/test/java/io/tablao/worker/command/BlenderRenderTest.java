// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What Blender may say and do, played by scripts; {@link BlenderRenderIT} asks the real one. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class BlenderRenderTest {

    @TempDir
    Path folder;

    private Recorder recorder;
    private Path blender;

    @BeforeEach
    void record() {
        recorder = new Recorder(folder);
        blender = folder.resolve("blender");
    }

    @Test
    void buildsTheCommandLineInOrder() throws Exception {
        script("echo \"got: $*\"");

        var outcome = recorder.run(command(
                "blender-render",
                Recorder.json(Map.of(
                        "exe", blender.toString(),
                        "exeArgs", "-b 'a b'",
                        "argsBefore", List.of("--before"),
                        "blendfile", "x.blend",
                        "args", List.of("--after")))));

        assertThat(outcome).isEqualTo(new TaskOutcome.Completed());
        assertThat(recorder.log).contains("got: -b a b --before x.blend --after");
    }

    @Test
    void understandsNewerBlenders() throws Exception {
        script("""
                printf x > %1$s/0001.tga
                echo "00:00.456  render           | Saved: '%1$s/0001.tga'"
                echo "00:00.456  render           | Time: 00:00.18 (Saving: 00:00.13)"
                """.formatted(folder));

        var outcome = render("-o", folder + "/####", "-f", "1");

        assertThat(outcome).isEqualTo(new TaskOutcome.Completed());
        assertThat(recorder.outputs).containsExactly(folder.resolve("0001.tga"));
        assertThat(recorder.steps).containsExactly(1);
    }

    @Test
    void anExitCodeOfZeroIsNotEnough() throws Exception {
        script("""
                printf x > %1$s/0001.tga
                echo "Saved: '%1$s/0001.tga'"
                echo 'Error: Out of memory'
                echo 'Error: Out of memory'
                echo ' Time: 00:00.18 (Saving: 00:00.13)'
                """.formatted(folder));

        var outcome = render("-o", folder + "/####", "-f", "1..3,5");

        assertFailed(outcome, "Blender did not save frame 2-3,5; it said:\nError: Out of memory");
    }

    @Test
    void aSavedFrameMustBeThere() throws Exception {
        script("echo \"Saved: '%s/0001.png'\"".formatted(folder));

        assertFailed(render("-o", folder + "/####", "-f", "1"), folder + "/0001.png is not a whole image");
    }

    @Test
    void anExitCodeOtherThanZeroIsAFailureAllTheSame() throws Exception {
        script("printf x > %1$s/0001.tga; echo \"Saved: '%1$s/0001.tga'\"; exit 11".formatted(folder));

        assertFailed(render("-o", folder + "/####", "-f", "1"), "Blender exited with 11");
    }

    @Test
    void anAnimationMustSaveSomething() throws Exception {
        script("echo hello");

        assertFailed(render("-a"), "Blender saved no frame");
    }

    @Test
    void anAnimationMayHaveWarnings() throws Exception {
        script("echo 'Error: texture missing'; echo 'Append frame 1'; echo 'Append frame 2'");

        assertThat(render("-a")).isEqualTo(new TaskOutcome.Completed());
    }

    @Test
    void anAnimationMustNotBreakOff() throws Exception {
        script("echo 'Append frame 1'; echo 'Error: disk full'");

        assertFailed(render("-a"), "Blender broke off with an error; it said:\nError: disk full");
    }

    @Test
    void aScriptMustNotBreakOff() throws Exception {
        script("echo 'Error: Python: Traceback (most recent call last):'");

        assertFailed(
                render("--python", "merge.py"),
                "Blender broke off with an error; it said:\nError: Python: Traceback (most recent call last):");
    }

    @Test
    void saysHowToGetABlender() {
        assertFailed(
                render("-f", "1"),
                "Blender was not found as '" + blender
                        + "', nor in the usual places: install it on this worker, or tell"
                        + " its path by the variable 'blender' (TABLAO_WORKER_VARIABLES_BLENDER)");
    }

    private TaskOutcome render(String... args) {
        return recorder.run(
                command("blender-render", Recorder.json(Map.of("exe", blender.toString(), "args", List.of(args)))));
    }

    private void script(String lines) throws IOException {
        Files.writeString(blender, "#!/bin/sh\n" + lines);
        assertThat(blender.toFile().setExecutable(true)).isTrue();
    }

    private static void assertFailed(TaskOutcome outcome, String reason) {
        assertThat(outcome).isEqualTo(new TaskOutcome.Failed("Command 1/1, blender-render, failed: " + reason));
    }
}
