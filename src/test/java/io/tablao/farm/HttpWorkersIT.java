// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskStarted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that speak HTTP and slots that listen to Kafka share one farm. */
class HttpWorkersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final Queue<String> completed = new ConcurrentLinkedQueue<>();
    private final HttpWorker.Watch watch = new HttpWorker.Watch() {
        @Override
        public void completed(String task) {
            completed.add(task);
        }
    };

    @Test
    void everything_completes_once_although_one_is_killed_one_is_sent_to_sleep_and_one_restarts() {
        try (HttpClient http = HttpClient.newHttpClient();
                RunningFarm farm = RunningFarm.start(
                        Map.of("TABLAO_SCHEDULER_WORKER_TIMEOUT", "8S", "TABLAO_API_TASK_WAIT", "3S"),
                        "--workers",
                        "2",
                        "--port",
                        "0",
                        "--data",
                        folder.toString());
                HttpWorker anna = start(http, farm, "anna");
                HttpWorker bert = start(http, farm, "bert");
                HttpWorker cleo = start(http, farm, "cleo")) {
            List<HttpWorker> all = List.of(anna, bert, cleo);
            Awaitility.await("all to be awake")
                    .atMost(PATIENCE)
                    .until(() -> all.stream().allMatch(worker -> worker.status().equals("awake")));
            String first = submit(farm, 30, 1);
            String second = submit(farm, 10, 2);

            Awaitility.await("tasks to be completed over HTTP").atMost(PATIENCE).until(() -> completed.size() >= 4);
            anna.kill();
            status(farm, bert, "asleep");
            status(farm, cleo, "restart");
            Awaitility.await("bert to sleep")
                    .atMost(PATIENCE)
                    .until(() -> bert.status().equals("asleep"));
            Awaitility.await("cleo to be back")
                    .atMost(PATIENCE)
                    .until(() -> cleo.status().equals("awake"));

            farm.awaitJob(first, PATIENCE, "completed");
            farm.awaitJob(second, PATIENCE, "completed");
            List<TaskCompleted> ends = EventLog.read(farm.kafka(), TaskCompleted.class);
            assertThat(ends).hasSize(42).extracting(TaskCompleted::task).doesNotHaveDuplicates();
            assertThat(EventLog.read(farm.kafka(), TaskStarted.class))
                    .extracting(started -> started.task() + "#" + started.attempt())
                    .doesNotHaveDuplicates();
            assertThat(ends)
                    .extracting(end -> end.worker().toString())
                    .contains(anna.id(), cleo.id())
                    .anySatisfy(worker -> assertThat(worker).isNotIn(anna.id(), bert.id(), cleo.id()));
            assertThat(statuses(farm)).contains("error", "asleep", "awake");
            String log = farm.text("/api/v3/tasks/" + completed.peek() + "/logtail");
            assertThat(log).contains("begins").contains("done");
        }
    }

    @Test
    void a_scene_that_was_uploaded_becomes_frames_previews_and_a_video_by_a_worker_over_http_and_goes_without_a_trace()
            throws IOException, InterruptedException {
        assumeTrue(RunningFarm.onPath("blender"), "Blender is not installed");
        assumeTrue(RunningFarm.onPath("ffmpeg"), "FFmpeg is not installed");
        Path scene = folder.resolve("scene.blend");
        run(
                "blender",
                "-b",
                "--factory-startup",
                "--python",
                "src/main/resources/demo/make_scene.py",
                "--",
                scene + "");
        Path output = folder.resolve("frames");
        try (HttpClient http = HttpClient.newHttpClient();
                RunningFarm farm = RunningFarm.start(
                        Map.of("TABLAO_API_TASK_WAIT", "3S"),
                        "--roles",
                        "api,compiler,scheduler,projector,dashboard",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("data").toString());
                HttpWorker painter = HttpWorker.start(http, farm.url(), "painter", new RenderCommands())) {
            String checkout = uploaded(farm, http, scene);
            String job = submitAsAddOn(farm, checkout, output);

            farm.awaitJob(job, PATIENCE, "completed", "failed");

            assertThat(farm.job(job).path("status").asText()).isEqualTo("completed");
            assertThat(farm.tasks(job)).hasSize(3).allSatisfy(task -> {
                JsonNode whole = farm.get("/api/v3/tasks/" + task.path("id").asText());
                assertThat(whole.path("worker").path("id").asText()).isEqualTo(painter.id());
            });
            assertThat(filesUnder(output, ".png")).hasSize(4);
            assertThat(filesUnder(output, ".mp4"))
                    .singleElement()
                    .satisfies(video -> assertThat(Files.size(video)).isPositive());
            String info = "/api/v3/jobs/" + job + "/last-rendered";
            Awaitility.await("the preview").atMost(PATIENCE).until(() -> farm.status(info) == 200);
            String image = farm.get(info).path("base").asText() + "/last-rendered.jpg";
            assertThat(ImageIO.read(URI.create(farm.url() + image).toURL()).getWidth())
                    .isEqualTo(320);
            String task = farm.tasks(job).getFirst().path("id").asText();
            assertThat(farm.text("/api/farm/v1/tasks/" + task + "/log")).contains("Saved: '");
            Path place = Path.of(farm.get("/api/v3/configuration")
                            .path("storageLocation")
                            .asText())
                    .resolve("jobs")
                    .resolve(checkout);
            assertThat(place.resolve("scene.flamenco.blend")).exists();

            assertThat(farm.delete("/api/v3/jobs/" + job).statusCode()).isEqualTo(204);

            Awaitility.await("the end of the job's files").atMost(PATIENCE).until(() -> Files.notExists(place));
            assertThat(farm.status("/api/v3/jobs/" + job)).isEqualTo(404);
            Awaitility.await("the end of its images").atMost(PATIENCE).until(() -> farm.status(image) == 404);
            assertThat(filesUnder(output, ".png"))
                    .as("What people rendered is theirs")
                    .hasSize(4);
        }
    }

    /** As Blender's add-on does it; returns the checkout. */
    private static String uploaded(RunningFarm farm, HttpClient http, Path scene)
            throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(scene);
        String sha = sha256(bytes);
        var file = Map.of("sha", sha, "size", bytes.length, "path", "scene.flamenco.blend");
        var missing = farm.post("/api/v3/shaman/checkout/requirements", Map.of("files", List.of(file)));
        assertThat(missing.body()).contains(sha).contains("unknown");
        assertThat(http.send(
                                HttpRequest.newBuilder(URI.create(
                                                farm.url() + "/api/v3/shaman/files/" + sha + "/" + bytes.length))
                                        .header("X-Shaman-Can-Defer-Upload", "true")
                                        .header("X-Shaman-Original-Filename", "scene.flamenco.blend")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(204);
        var created = farm.post(
                "/api/v3/shaman/checkout/create", Map.of("checkoutPath", "Tumbling cube", "files", List.of(file)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
        return RunningFarm.JSON.readTree(created.body()).path("checkoutPath").asText();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String submitAsAddOn(RunningFarm farm, String checkout, Path output) throws IOException {
        assertThat(farm.get("/api/v3/configuration").path("shamanEnabled").asBoolean())
                .isTrue();
        Map<String, Object> settings = new HashMap<>();
        settings.put("frames", "1-4");
        settings.put("chunk_size", 2);
        settings.put("render_output_root", output.toString());
        settings.put("add_path_components", 0);
        settings.put("render_output_path", output.resolve("######").toString());
        settings.put("blendfile", "{jobs}/" + checkout + "/scene.flamenco.blend");
        settings.put("fps", 24);
        settings.put("format", "PNG");
        settings.put("image_file_extension", ".png");
        settings.put("has_previews", false);
        settings.put("scene", "");
        Map<String, Object> job = Map.of(
                "name",
                "Tumbling cube",
                "type",
                "simple-blender-render",
                "type_etag",
                farm.get("/api/v3/jobs/type/simple-blender-render").path("etag").asText(),
                "submitter_platform",
                "linux",
                "priority",
                50,
                "settings",
                settings,
                "metadata",
                Map.of("user.name", "anna", "project", "Sprite"),
                "storage",
                Map.of("shaman_checkout_id", checkout));
        assertThat(farm.post("/api/v3/jobs/check", job).statusCode()).isEqualTo(204);
        var submitted = farm.post("/api/v3/jobs", job);
        assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(200);
        return RunningFarm.JSON.readTree(submitted.body()).path("id").asText();
    }

    private static List<Path> filesUnder(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private HttpWorker start(HttpClient http, RunningFarm farm, String name) {
        return HttpWorker.start(http, List.of(farm.url()), name, Duration.ofMillis(300), watch);
    }

    private static String submit(RunningFarm farm, int repeats, int seconds) {
        return farm.submit(
                "echo-sleep-test",
                Map.of("message", "hi", "sleep_duration_seconds", seconds, "sleep_repeats", repeats));
    }

    private static void status(RunningFarm farm, HttpWorker worker, String status) {
        assertThat(farm.post(
                                "/api/v3/worker-mgt/workers/" + worker.id() + "/setstatus",
                                Map.of("status", status, "is_lazy", false))
                        .statusCode())
                .isEqualTo(204);
    }

    private static List<String> statuses(RunningFarm farm) {
        JsonNode workers = farm.get("/api/v3/worker-mgt/workers").path("workers");
        return StreamSupport.stream(workers.spliterator(), false)
                .map(worker -> worker.path("status").asText())
                .toList();
    }
}
