// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
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

            whatWasRenderedLastIsShown(farm, job);
            Path scene = filesUnder(output, ".blend").getFirst();
            anImageInTilesIsTheImageInOneGo(farm, scene, 8);
            anImageInTilesIsTheImageInOneGo(farm, deep(scene), 16);

            assertThat(farm.stop()).isEqualTo(RunningFarm.STOPPED);
        }
    }

    private static void whatWasRenderedLastIsShown(RunningFarm farm, String job) throws IOException {
        String info = "/api/v3/jobs/" + job + "/last-rendered";
        Awaitility.await("the preview").atMost(Duration.ofSeconds(30)).until(() -> farm.status(info) == 200);

        JsonNode images = farm.get(info);
        List<String> sizes = new ArrayList<>();
        for (JsonNode suffix : images.path("suffixes")) {
            BufferedImage image =
                    ImageIO.read(URI.create(farm.url() + images.path("base").asText() + "/" + suffix.asText())
                            .toURL());
            sizes.add(image.getWidth() + "x" + image.getHeight());
        }
        assertThat(sizes).containsExactly("320x180", "320x180", "199x112");
        assertThat(farm.get("/api/v3/jobs/last-rendered")).isEqualTo(images);
    }

    /** The scene, to be rendered with 16 bits a channel. */
    private Path deep(Path scene) throws IOException, InterruptedException {
        Path deep = folder.resolve("deep.blend");
        run(
                "blender",
                "-b",
                scene.toString(),
                "--python-exit-code",
                "1",
                "--python-expr",
                "import bpy; bpy.context.scene.render.image_settings.file_format = 'PNG';"
                        + " bpy.context.scene.render.image_settings.color_depth = '16';"
                        + " bpy.ops.wm.save_as_mainfile(filepath='" + deep + "')");
        return deep;
    }

    private void anImageInTilesIsTheImageInOneGo(RunningFarm farm, Path scene, int bits)
            throws IOException, InterruptedException {
        Path still = folder.resolve("still-" + bits);

        String job = farm.submit(
                "single-image-render",
                Map.of(
                        "frame",
                        3,
                        "tile_size_x",
                        200,
                        "tile_size_y",
                        110,
                        "render_output_root",
                        still.toString(),
                        "render_output_path",
                        still.resolve("######").toString(),
                        "blendfile",
                        scene.toString(),
                        "format",
                        "PNG",
                        "image_file_extension",
                        ".png",
                        "resolution_x",
                        320,
                        "resolution_y",
                        180));
        farm.awaitJob(job, Duration.ofMinutes(2), "completed", "failed");

        assertThat(farm.tasks(job))
                .hasSize(5)
                .allSatisfy(task -> assertThat(task.path("status").asText()).isEqualTo("completed"));
        String whole = folder.resolve("whole-" + bits + "-######").toString();
        run(
                "blender",
                "-b",
                scene.toString(),
                "--render-output",
                whole,
                "--render-format",
                "PNG",
                "--render-frame",
                "3");
        BufferedImage inTiles = ImageIO.read(still.resolve("000003.png").toFile());
        BufferedImage inOneGo =
                ImageIO.read(folder.resolve("whole-" + bits + "-000003.png").toFile());
        assertThat(inOneGo.getColorModel().getComponentSize(0)).isEqualTo(bits);
        assertThat(inTiles.getColorModel().getComponentSize(0)).isEqualTo(bits);
        assertThat(inTiles.getWidth()).isEqualTo(inOneGo.getWidth());
        assertThat(inTiles.getHeight()).isEqualTo(inOneGo.getHeight());
        for (int y = 0; y < inOneGo.getHeight(); y++) {
            for (int x = 0; x < inOneGo.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    assertThat(inTiles.getRGB(x, y) >> shift & 0xff)
                            .as("pixel %d, %d", x, y)
                            .isCloseTo(inOneGo.getRGB(x, y) >> shift & 0xff, within(8));
                }
            }
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
