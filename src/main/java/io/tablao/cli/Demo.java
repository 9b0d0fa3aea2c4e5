// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tablao demo}: the farm's main job, from a scene to frames and a video, in one command. */
@Command(
        name = "demo",
        description = {
            "Renders ten frames of a small scene and makes a video of them. Starts a farm if none answers, and stops what it started.",
            "Without Blender it runs a job that echoes and sleeps."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Demo implements Callable<Integer> {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd_HHmmss");
    private static final String FRAMES = "1-10";

    @Spec
    private CommandSpec spec;

    @Mixin
    private FarmOption farm;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "Where scene, frames and video go (default: tablao-demo in the present folder).")
    private Path output = Path.of("tablao-demo");

    @Option(names = "--stay", description = "Keeps the farm that it started running; Ctrl-C stops it.")
    private boolean stay;

    @Override
    public Integer call() throws InterruptedException, IOException {
        var terminal = new Terminal(spec.commandLine().getOut());
        Path folder = output.toAbsolutePath().normalize();
        @Nullable Path scene = new DemoScene(terminal).make(folder);
        FarmClient client = farm.client();
        try (StartedFarm started = StartedFarm.unlessAnswering(client, terminal)) {
            int result = scene == null ? echo(client, terminal) : render(client, terminal, scene, folder);
            if (stay && started.ours()) {
                terminal.line("The farm goes on at " + client.url() + "; Ctrl-C stops it.");
                started.awaitEnd();
            }
            return result;
        }
    }

    private static int echo(FarmClient client, Terminal terminal) throws InterruptedException {
        terminal.line("Blender was not found, so there is nothing to render: running echo-sleep-test instead.");
        var settings = JsonNodeFactory.instance.objectNode();
        settings.put("message", "Hello from the farm");
        settings.put("sleep_duration_seconds", 1);
        settings.put("sleep_repeats", 3);
        return follow(client, terminal, "echo-sleep-test", settings).code();
    }

    private static int render(FarmClient client, Terminal terminal, Path scene, Path folder)
            throws InterruptedException, IOException {
        Path frames = folder.resolve("frames")
                .resolve(LocalDateTime.now(ZoneId.systemDefault()).format(STAMP));
        var settings = JsonNodeFactory.instance.objectNode();
        settings.put("blendfile", scene.toString());
        settings.put("frames", FRAMES);
        settings.put("chunk_size", 1);
        settings.put("render_output_root", folder.resolve("frames").toString());
        settings.put("add_path_components", 0);
        settings.put("render_output_path", frames.resolve("######").toString());
        settings.put("fps", 5.0);
        settings.put("format", "PNG");
        settings.put("image_file_extension", ".png");
        settings.put("has_previews", false);
        settings.put("scene", "");
        Followed job = follow(client, terminal, "simple-blender-render", settings);
        if (job.code() == 0) {
            terminal.line("Frames: " + frames);
            terminal.line("Video:  " + video(frames));
        } else {
            terminal.line("See ./tablao job " + job.id() + ", and ./tablao log with the id of a task.");
        }
        return job.code();
    }

    private static Path video(Path frames) throws IOException {
        try (var files = Files.list(frames)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .findFirst()
                    .orElseThrow(
                            () -> new CommandProblem("The job is completed, but there is no video in " + frames + "."));
        }
    }

    private record Followed(String id, int code) {}

    private static Followed follow(FarmClient client, Terminal terminal, String type, ObjectNode settings)
            throws InterruptedException {
        var job = JsonNodeFactory.instance.objectNode();
        job.put("name", "Demo");
        job.put("type", type);
        job.put("priority", 50);
        job.put("submitter_platform", "manager");
        job.set("settings", settings);
        JsonNode submitted = client.post("/api/v3/jobs", job);
        String id = submitted.path("id").asText();
        terminal.line("Job " + id + " (" + type + ")");
        return new Followed(id, new Follower(client, terminal).follow(id));
    }
}
