// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablao.event.JobEvent.JobDeleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs are deleted, whole and for good, whatever they do and whatever ends the farm meanwhile. */
class DeletionIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int TASKS = 60_000;
    private static final String MANY_SLEEPS = """
            const JOB_TYPE = {
              label: "Many sleeps",
              settings: [{ key: "count", type: "int32", required: true }],
            };
            function compileJob(job) {
              for (let i = 0; i < job.settings.count; i++) {
                const task = author.Task("sleep-" + i, "misc");
                task.addCommand(author.Command("sleep", { duration_in_seconds: 3600 }));
                job.addTask(task);
              }
            }
            """;

    @TempDir
    Path folder;

    // One test, since each start takes seconds.
    @Test
    void a_running_job_goes_at_once_and_a_large_one_although_the_farm_is_killed_meanwhile() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("many_sleeps.js"), MANY_SLEEPS);
        Map<String, String> environment = Map.of("TABLAO_COMPILERS_DIR", scripts.toString());
        String large;
        try (RunningFarm farm = start(environment)) {
            Awaitility.await("the job type")
                    .atMost(SOON)
                    .until(() -> farm.text("/api/v3/jobs/types").contains("many-sleeps"));
            runningJobIsDeleted(farm);

            large = farm.submit("many-sleeps", Map.of("count", TASKS));
            farm.awaitJob(large, Duration.ofMinutes(2), "active");
            assertThat(farm.delete("/api/v3/jobs/" + large).statusCode()).isEqualTo(204);
            farm.kill();
            assertThat(farm.output()).doesNotContain("Nothing is left of the deleted job " + large);
        }
        try (RunningFarm farm = start(environment)) {
            awaitErased(farm, large);

            assertThat(StateLog.parts(farm.kafka(), "job:" + large)).containsExactly("job:" + large + "|grave");
            assertThat(EventLog.read(farm.kafka(), JobDeleted.class))
                    .extracting(deleted -> deleted.job().toString())
                    .hasSize(2)
                    .contains(large);
            assertThat(farm.status("/api/v3/jobs/" + large)).isEqualTo(404);
        }
    }

    private void runningJobIsDeleted(RunningFarm farm) throws IOException {
        String job = farm.submit("many-sleeps", Map.of("count", 5));
        farm.awaitJob(job, SOON, "active");
        Awaitility.await("two active tasks")
                .atMost(SOON)
                .until(() -> history(farm, job, "&task=").stream()
                                .filter(event -> event.path("event").asText().equals("TaskStarted"))
                                .count()
                        == 2);
        List<String> tasks =
                farm.tasks(job).stream().map(task -> task.path("id").asText()).toList();
        assertThat(farm.delete("/api/v3/jobs/" + job).statusCode()).isEqualTo(204);
        if (farm.status("/api/v3/jobs/" + job) == 200) {
            assertThat(farm.job(job).path("status").asText("canceled")).isEqualTo("canceled");
        }

        awaitErased(farm, job);

        assertThat(farm.status("/api/v3/jobs/" + job)).isEqualTo(404);
        assertThat(tasks)
                .hasSize(5)
                .allSatisfy(
                        task -> assertThat(farm.status("/api/v3/tasks/" + task)).isEqualTo(404));
        assertThat(StateLog.parts(farm.kafka(), "job:" + job)).containsExactly("job:" + job + "|grave");
        // Both workers slept for an hour: that they do something else shows that they were stopped.
        String next = farm.submit("echo-sleep-test", Map.of("message", "free", "sleep_repeats", 0));
        farm.awaitJob(next, SOON, "completed");
        historyTellsWho(farm, next);
        assertThat(farm.delete("/api/v3/jobs/" + job).statusCode()).isEqualTo(204);
    }

    private static void historyTellsWho(RunningFarm farm, String job) {
        List<JsonNode> events = history(farm, job, "");
        assertThat(events.getFirst().path("event").asText()).isEqualTo("JobRegistered");
        assertThat(events.getFirst().path("actor").path("kind").asText()).isEqualTo("person");
        assertThat(events.getFirst().path("actor").path("name").asText()).startsWith("127.0.0.1 Java");
        assertThat(events).anySatisfy(event -> {
            assertThat(event.path("text").asText()).isEqualTo("Task echo started");
            assertThat(event.path("actor").path("kind").asText()).isEqualTo("worker");
            assertThat(event.path("actor").path("name").asText()).isNotEmpty();
        });
        assertThat(events.getLast().path("text").asText()).startsWith("From active to completed");
        assertThat(history(farm, job, "&limit=1")).hasSameSizeAs(events);
        assertThat(history(farm, job, "&task=echo"))
                .extracting(event -> event.path("event").asText())
                .containsExactly("TasksReleased", "TaskStarted", "TaskCompleted");
    }

    /** All of it, page by page. */
    private static List<JsonNode> history(RunningFarm farm, String job, String query) {
        List<JsonNode> events = new ArrayList<>();
        JsonNode page;
        long after = -1;
        do {
            page = farm.get("/api/farm/v1/jobs/" + job + "/history?after=" + after + query);
            for (JsonNode event : page.path("events")) {
                events.add(event);
                after = event.path("position").asLong();
            }
        } while (page.path("more").asBoolean());
        return events;
    }

    private static void awaitErased(RunningFarm farm, String job) {
        Awaitility.await("the end of job " + job)
                .atMost(Duration.ofMinutes(2))
                .until(() -> farm.output().contains("Nothing is left of the deleted job " + job));
    }

    private RunningFarm start(Map<String, String> environment) {
        return RunningFarm.start(
                environment, "--port", "0", "--data", folder.resolve("data").toString(), "--workers", "2");
    }
}
