// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the farm goes on doing while Kafka or PostgreSQL are away, and what is made up for when they are back. */
class OutageIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Each task notes its start, waits until it may end, and notes that. */
    private static final String SCRIPT = """
            const JOB_TYPE = {
              label: "Gates",
              settings: [
                { key: "tasks", type: "int32", required: true },
                { key: "folder", type: "string", required: true },
              ],
            };
            const RUN = 'echo "start $TABLAO_TASK $TABLAO_ATTEMPT" >>"$0/runs"; while [ ! -e "$0/open" ]; do sleep 0.05; done; '
              + 'echo "end $TABLAO_TASK $TABLAO_ATTEMPT" | tee -a "$0/runs"';
            function compileJob(job) {
              let last = null;
              for (let i = 0; i < job.settings.tasks; i++) {
                const task = author.Task(`gate-${i}`, "misc");
                task.addCommand(author.Command("exec", { exe: "bash", args: ["-c", RUN, job.settings.folder] }));
                if (last) task.addDependency(last);
                job.addTask(task);
                last = task;
              }
            }
            """;

    @TempDir
    static Path folder;

    private static ChaosFarm farm;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void startFarm() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "The tasks are scripts of a Unix shell");
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("gates.js"), SCRIPT);
        farm = ChaosFarm.start(folder, scripts, 1, 1);
        await("the farm's start")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @AfterAll
    static void stopFarm() {
        HTTP.shutdownNow();
        farm.close();
    }

    @Test
    void what_a_worker_finished_while_Kafka_was_away_counts_though_the_worker_was_killed_before_it_could_say_so()
            throws Exception {
        Path gates = Files.createDirectories(folder.resolve("kafka-away"));
        UUID job = submit(gates, 2);
        awaitRuns(gates, 1);

        farm.victim("kafka").kill();
        HttpResponse<String> refused = post(gates, UUID.randomUUID(), 1);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(JSON.readTree(refused.body()).path("message").asText()).contains("Kafka");
        assertThat(get("/api/v3/jobs/" + job).statusCode())
                .as("what is known can be read all the time")
                .isEqualTo(200);

        Files.createFile(gates.resolve("open"));
        awaitRuns(gates, 2);
        await("the report of the end on the worker's disk").atMost(PATIENCE).until(OutageIT::keptAnEnd);
        farm.victim("worker-1").kill();

        farm.victim("kafka").start();
        farm.victim("worker-1").start();
        awaitCompleted(job);
        assertThat(runs(gates)).as("nothing ran twice").hasSize(4);
        String first = JSON.readTree(get("/api/v3/jobs/" + job + "/tasks").body())
                .path("tasks")
                .get(0)
                .path("id")
                .asText();
        await("its whole log")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/api/v3/tasks/" + first + "/logtail").body())
                        .contains("end " + first + " 1")
                        .contains("Task completed"));
    }

    @Test
    void without_PostgreSQL_the_farm_goes_on_and_when_it_is_back_it_shows_what_has_happened() throws Exception {
        Path gates = Files.createDirectories(folder.resolve("database-away"));
        UUID job = submit(gates, 20);
        awaitRuns(gates, 1);

        farm.database().kill();
        assertThat(get("/api/v3/jobs/" + job).statusCode()).isEqualTo(503);
        Files.createFile(gates.resolve("open"));
        awaitRuns(gates, 40);
        await("the job's end, as the log tells it")
                .atMost(PATIENCE)
                .until(() -> Verdict.story(farm.kafka()).status(new JobId(job)) == JobStatus.COMPLETED);

        farm.database().start();
        awaitCompleted(job);
    }

    private static boolean keptAnEnd() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("worker-1"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".reports")).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("FinishTask")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static UUID submit(Path gates, int tasks) throws Exception {
        UUID id = UUID.randomUUID();
        HttpResponse<String> answer = post(gates, id, tasks);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return UUID.fromString(JSON.readTree(answer.body()).path("id").asText());
    }

    private static HttpResponse<String> post(Path gates, UUID id, int tasks) throws Exception {
        Map<String, Object> submission = Map.of(
                "name",
                "Gates " + id,
                "type",
                "gates",
                "priority",
                50,
                "submitter_platform",
                "linux",
                "settings",
                Map.of("tasks", tasks, "folder", gates.toString()));
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(farm.urls().getFirst() + "/api/v3/jobs"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(submission)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(farm.urls().getFirst() + path))
                        .timeout(PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void awaitCompleted(UUID job) {
        await("job " + job)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                JSON.readTree(get("/api/v3/jobs/" + job).body())
                                        .path("status")
                                        .asText())
                        .isEqualTo("completed"));
    }

    private static void awaitRuns(Path gates, int lines) {
        await(lines + " lines of " + gates)
                .atMost(PATIENCE)
                .until(() -> runs(gates).size() >= lines);
    }

    private static List<String> runs(Path gates) throws IOException {
        Path file = gates.resolve("runs");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
