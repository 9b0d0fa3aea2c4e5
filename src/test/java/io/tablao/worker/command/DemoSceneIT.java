// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scene of the demonstration, built and rendered by the Blender of this machine, if it has one. */
@Timeout(120)
class DemoSceneIT {

    @TempDir
    Path folder;

    private Recorder recorder;
    private Path script;

    @BeforeEach
    void unpack() throws Exception {
        assumeThat(Blender.find("blender")).as("Blender").isPresent();
        recorder = new Recorder(folder);
        script = folder.resolve("make_scene.py");
        try (InputStream resource = DemoSceneIT.class.getResourceAsStream("/demo/make_scene.py")) {
            Files.copy(resource, script);
        }
    }

    @Test
    void moves() throws Exception {
        Path scene = folder.resolve("demo.blend");

        assertThat(blender("--factory-startup", List.of("--python", script.toString(), "--", scene.toString())))
                .isEqualTo(new TaskOutcome.Completed());
        assertThat(blender(scene.toString(), List.of("-o", folder + "/######", "-F", "PNG", "-f", "1,10")))
                .isEqualTo(new TaskOutcome.Completed());

        var first = ImageIO.read(folder.resolve("000001.png").toFile());
        var last = ImageIO.read(folder.resolve("000010.png").toFile());
        assertThat(first.getWidth()).isEqualTo(320);
        assertThat(first.getHeight()).isEqualTo(180);
        int different = 0;
        for (int x = 0; x < 320; x++) {
            for (int y = 0; y < 180; y++) {
                different += first.getRGB(x, y) == last.getRGB(x, y) ? 0 : 1;
            }
        }
        assertThat(different).isGreaterThan(1000);
    }

    @Test
    void wantsToKnowWhereTo() {
        assertThat(blender("--factory-startup", List.of("--python", script.toString())))
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("Blender exited with 1"));
    }

    private TaskOutcome blender(String first, List<String> args) {
        return recorder.run(command(
                "blender-render",
                Recorder.json(Map.of("exe", "blender", "exeArgs", "-b", "argsBefore", List.of(first), "args", args))));
    }
}
