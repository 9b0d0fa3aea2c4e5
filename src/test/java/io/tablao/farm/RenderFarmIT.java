// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The farm's main job, whole and with real programs: a scene becomes frames and a video. */
class RenderFarmIT {

    @TempDir
    Path folder;

    @Test
    void the_demo_renders_ten_frames_and_makes_a_video_of_them() throws IOException, InterruptedException {
        assumeTrue(RunningFarm.onPath("blender"), "Blender is not installed");
        assumeTrue(RunningFarm.onPath("ffmpeg") && RunningFarm.onPath("ffprobe"), "FFmpeg is not installed");
        try (RunningFarm farm = RunningFarm.start(
                Map.of(), "--port", "0", "--data", folder.resolve("data").toString(), "--workers", "2")) {
            Path output = folder.resolve("demo");

            String said = run(
                    RunningFarm.java(),
                    "-jar",
                    "target/quarkus-app/quarkus-run.jar",
                    "demo",
                    "--farm",
                    farm.url(),
                    "--output",
                    output.toString());

            List<Path> frames = filesUnder(output, ".png");
            assertThat(frames).as(said).hasSize(10);
            for (Path frame : frames) {
                assertThat(ImageIO.read(frame.toFile()).getWidth()).isEqualTo(320);
            }
            List<Path> videos = filesUnder(output, ".mp4");
            assertThat(videos).hasSize(1);
            assertThat(run(
                                    "ffprobe",
                                    "-v",
                                    "error",
                                    "-count_frames",
                                    "-select_streams",
                                    "v:0",
                                    "-show_entries",
                                    "stream=nb_read_frames",
                                    "-of",
                                    "csv=p=0",
                                    videos.getFirst().toString())
                            .strip())
                    .isEqualTo("10");
            assertThat(said).contains(videos.getFirst().toString());

            String job = farm.get("/api/v3/jobs").path("jobs").get(0).path("id").asText();
            assertThat(farm.job(job).path("status").asText()).isEqualTo("completed");
            assertThat(farm.tasks(job)).hasSize(11).allSatisfy(task -> {
                assertThat(task.path("status").asText()).isEqualTo("completed");
                assertThat(task.path("steps_completed").asInt())
                        .isEqualTo(task.path("steps_total").asInt());
            });
            String render = farm.tasks(job).getFirst().path("id").asText();
            assertThat(farm.text("/api/farm/v1/tasks/" + render + "/log")).contains("Saved: '");
            assertThat(farm.text("/api/v3/tasks/" + render + "/logtail")).isNotBlank();

            assertThat(farm.stop()).isEqualTo(RunningFarm.STOPPED);
        }
    }

    private static List<Path> filesUnder(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
