// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the FFmpeg of this machine, if it has one; the arguments are those of the simple render job. */
@Timeout(120)
class FramesToVideoIT {

    @TempDir
    Path root;

    private Path folder;
    private Path video;
    private Recorder recorder;

    @BeforeAll
    static void isThereFfmpeg() {
        assumeThat(Executables.find("ffmpeg", List.of())).as("FFmpeg").isPresent();
        assumeThat(Executables.find("ffprobe", List.of())).as("ffprobe").isPresent();
    }

    @BeforeEach
    void record() throws IOException {
        folder = Files.createDirectory(root.resolve("it's a shot, 100%"));
        video = folder.resolve("scene-1-10.mp4");
        recorder = new Recorder(root);
    }

    @ParameterizedTest
    @CsvSource({"1, 24", "3, 1", "10, 24", "10, 23.976", "25, 60"})
    void showsEachFrameOnce(int frames, double fps) throws Exception {
        paint(frames);

        assertThat(encode(fps)).isEqualTo(new TaskOutcome.Completed());

        assertThat(probe("nb_read_frames")).isEqualTo(String.valueOf(frames));
        assertThat(Double.parseDouble(probe("duration"))).isBetween(frames / fps - 0.002, frames / fps + 0.002);
        // An odd height is padded.
        assertThat(probe("height")).isEqualTo("36");
        assertThat(recorder.steps).last().isEqualTo(1);
        assertThat(root).isDirectoryNotContaining("regex:.*part.*");
        assertThat(folder).isDirectoryNotContaining("regex:.*part.*");
    }

    @Test
    void replacesTheVideoOfAnEarlierAttempt() throws Exception {
        paint(3);
        Files.writeString(video, "half a video");

        assertThat(encode(24)).isEqualTo(new TaskOutcome.Completed());

        assertThat(probe("nb_read_frames")).isEqualTo("3");
    }

    @Test
    void framesAreNeeded() {
        assertThat(encode(24))
                .isEqualTo(new TaskOutcome.Failed("Command 1/1, frames-to-video, failed: no frames were found: nothing"
                        + " matches " + folder + "/*.png"));
    }

    @Test
    void aBrokenFrameIsNotLeftOut() throws Exception {
        paint(3);
        Files.writeString(folder.resolve("000002.png"), "");

        assertThat(encode(24))
                .isEqualTo(new TaskOutcome.Failed("Command 1/1, frames-to-video, failed: frame "
                        + folder.resolve("000002.png") + " is not a whole image"));
        assertThat(video).doesNotExist();
    }

    @Test
    void whatFfmpegRefusesFailsWithItsWords() throws Exception {
        paint(3);
        Files.writeString(video, "an older video");

        TaskOutcome outcome = encode(24, "-c:v", "no-such-codec");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("Command 1/1, frames-to-video, failed: ffmpeg exited with ")
                                .contains("no-such-codec"));
        assertThat(video).hasContent("an older video");
        assertThat(folder).isDirectoryNotContaining("regex:.*part.*");
    }

    private TaskOutcome encode(double fps) {
        return encode(
                fps,
                "-c:v",
                "h264",
                "-crf",
                "20",
                "-g",
                "18",
                "-vf",
                "pad=ceil(iw/2)*2:ceil(ih/2)*2",
                "-pix_fmt",
                "yuv420p",
                "-r",
                String.valueOf(fps),
                "-y");
    }

    private TaskOutcome encode(double fps, String... args) {
        return recorder.run(command(
                "frames-to-video",
                Recorder.json(Map.of(
                        "exe",
                        "ffmpeg",
                        "fps",
                        fps,
                        "inputGlob",
                        folder + "/*.png",
                        "outputFile",
                        video.toString(),
                        "args",
                        List.of(args)))));
    }

    private void paint(int frames) throws IOException {
        for (int frame = 1; frame <= frames; frame++) {
            var image = new BufferedImage(64, 35, BufferedImage.TYPE_INT_RGB);
            var brush = image.createGraphics();
            brush.setColor(Color.getHSBColor((float) frame / frames, 1, 1));
            brush.fillRect(0, 0, 64, 35);
            brush.dispose();
            ImageIO.write(
                    image, "png", folder.resolve("%06d.png".formatted(frame)).toFile());
        }
    }

    private String probe(String entry) throws IOException, InterruptedException {
        Process probe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-show_entries",
                        "stream=" + entry,
                        "-of",
                        "csv=p=0",
                        video.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(probe.waitFor()).as(answer).isZero();
        return answer.strip();
    }
}
