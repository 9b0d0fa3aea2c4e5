// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablao.event.JobEvent.RetryPlanned;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskStarted;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every task of a job completes, and completes once: in a quiet farm, and in one that is killed meanwhile. */
class ExactlyOnceIT {

    private static final int TASKS = 2_000;
    private static final String MANY_ECHOES = """
            const JOB_TYPE = {
              label: "Many echoes",
              settings: [{ key: "count", type: "int32", required: true }],
            };
            function compileJob(job) {
              for (let i = 0; i < job.settings.count; i++) {
                const task = author.Task("echo-" + i, "misc");
                task.addCommand(author.Command("echo", { message: "number " + i }));
                job.addTask(task);
              }
            }
            """;

    private static final String FAILS_ONCE = """
            const JOB_TYPE = {
              label: "Fails once",
              settings: [{ key: "mark", type: "string", required: true }],
            };
            function compileJob(job) {
              if (job.settings.retries) {
                job.metadata["tablao.retries"] = job.settings.retries;
              }
              const task = author.Task("second time lucky", "misc");
              task.addCommand(author.Command("exec", {
                exe: "sh",
                args: ["-c", `test -e ${job.settings.mark} || { touch ${job.settings.mark}; exit 1; }`],
              }));
              job.addTask(task);
            }
            """;
    private static final String NOBODY = "00000000-0000-4000-8000-00000000dead";

    @TempDir
    Path folder;

    @Test
    void two_thousand_tasks_complete_exactly_once_each() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("many_echoes.js"), MANY_ECHOES);
        try (RunningFarm farm = start(Map.of("TABLAO_COMPILERS_DIR", scripts.toString()), "2")) {
            String job = farm.submit("many-echoes", Map.of("count", TASKS));

            farm.awaitJob(job, Duration.ofMinutes(4), "completed", "failed");

            assertThat(farm.job(job).path("status").asText()).isEqualTo("completed");
            List<TaskCompleted> completed = EventLog.read(farm.kafka(), TaskCompleted.class);
            assertThat(completed).hasSize(TASKS);
            assertThat(completed).extracting(TaskCompleted::task).doesNotHaveDuplicates();
            assertThat(farm.tasks(job))
                    .hasSize(TASKS)
                    .allSatisfy(task -> assertThat(task.path("status").asText()).isEqualTo("completed"));
            assertThat(farm.get("/api/farm/v1/jobs/" + job + "/progress")
                            .path("tasks")
                            .path("completed")
                            .asInt())
                    .isEqualTo(TASKS);
        }
    }

    /** Share groups of earlier Kafkas stood still for good after some thousand dispatches under transactions. */
    @Test
    @Tag("long")
    void two_hundred_thousand_dispatches_pass_over_one_topic() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("many_echoes.js"), MANY_ECHOES);
        try (RunningFarm farm = start(Map.of("TABLAO_COMPILERS_DIR", scripts.toString()), "32")) {
            List<String> jobs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                jobs.add(farm.submit("many-echoes", Map.of("count", 20_000)));
            }

            jobs.forEach(job -> farm.awaitJob(job, Duration.ofMinutes(15), "completed", "failed"));

            assertThat(EventLog.read(farm.kafka(), TaskCompleted.class))
                    .hasSize(200_000)
                    .extracting(TaskCompleted::task)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_farm_that_is_killed_goes_on_with_the_job_when_it_is_started_again() {
        String job;
        try (RunningFarm farm = start(Map.of(), "2")) {
            job = farm.submit(
                    "echo-sleep-test", Map.of("message", "hello", "sleep_duration_seconds", 1, "sleep_repeats", 20));
            farm.awaitJob(
                    job,
                    Duration.ofMinutes(1),
                    seen -> seen.path("steps_completed").asInt() >= 5);
            farm.kill();
        }

        try (RunningFarm farm = start(Map.of(), "2")) {
            farm.awaitJob(job, Duration.ofMinutes(2), "completed", "failed");

            assertThat(farm.job(job).path("status").asText()).isEqualTo("completed");
            assertThat(farm.tasks(job))
                    .hasSize(21)
                    .allSatisfy(task -> assertThat(task.path("status").asText()).isEqualTo("completed"));
            assertThat(EventLog.read(farm.kafka(), TaskCompleted.class))
                    .hasSize(21)
                    .extracting(TaskCompleted::task)
                    .doesNotHaveDuplicates();
            assertThat(farm.stop()).isEqualTo(RunningFarm.STOPPED);
        }
    }

    @Test
    void a_job_waits_for_its_time_and_its_predecessor_and_failed_tasks_are_retried() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("fails_once.js"), FAILS_ONCE);
        // One worker: when it has failed a task, nobody is left to try it.
        try (RunningFarm farm = start(Map.of("TABLAO_COMPILERS_DIR", scripts.toString()), "1")) {
            Instant start = Instant.now().plusSeconds(4).truncatedTo(ChronoUnit.SECONDS);
            JsonNode first = accepted(submit(
                    farm,
                    "fails-once",
                    Map.of("mark", folder.resolve("mark").toString()),
                    Map.of(
                            "tablao.start_after", start.toString(),
                            "tablao.retries", "1",
                            "tablao.retry_delay", "1s")));
            JsonNode second = accepted(submit(
                    farm,
                    "echo-sleep-test",
                    Map.of("message", "at last"),
                    Map.of("tablao.after_job", first.path("id").asText())));
            assertThat(first.path("activity").asText()).contains("; starts at ");
            assertThat(second.path("activity").asText()).containsIgnoringCase("waits for job ");
            assertThat(refused(submit(farm, "fails-once", Map.of("mark", "x"), Map.of("tablao.after_job", NOBODY))))
                    .isEqualTo("There is no job " + NOBODY + " to come after");
            assertThat(refused(submit(farm, "fails-once", Map.of("mark", "x"), Map.of("tablao.retry", "1"))))
                    .contains("Unknown option \"tablao.retry\"");
            assertThat(refused(submit(farm, "fails-once", Map.of("mark", "x", "retries", "many"), Map.of())))
                    .contains("Option \"tablao.retries\" must be a whole number from 0 to 100, not \"many\"");

            farm.awaitJob(second.path("id").asText(), Duration.ofMinutes(1), "completed", "failed");

            assertThat(farm.job(first.path("id").asText()).path("status").asText())
                    .isEqualTo("completed");
            assertThat(farm.job(second.path("id").asText()).path("status").asText())
                    .isEqualTo("completed");
            assertThat(EventLog.read(farm.kafka(), RetryPlanned.class)).hasSize(1);
            List<TaskStarted> started = EventLog.read(farm.kafka(), TaskStarted.class);
            assertThat(started).allSatisfy(each -> assertThat(each.at()).isAfterOrEqualTo(start));
            Instant completed = EventLog.read(farm.kafka(), TaskCompleted.class).stream()
                    .filter(each ->
                            each.job().toString().equals(first.path("id").asText()))
                    .map(TaskCompleted::at)
                    .findFirst()
                    .orElseThrow();
            assertThat(started.stream()
                            .filter(each -> each.job()
                                    .toString()
                                    .equals(second.path("id").asText())))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.at()).isAfterOrEqualTo(completed));
        }
    }

    private static HttpResponse<String> submit(
            RunningFarm farm, String type, Map<String, Object> settings, Map<String, String> metadata) {
        return farm.post(
                "/api/v3/jobs",
                Map.of(
                        "name",
                        type,
                        "type",
                        type,
                        "priority",
                        50,
                        "submitter_platform",
                        "manager",
                        "settings",
                        settings,
                        "metadata",
                        metadata));
    }

    private static JsonNode accepted(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return RunningFarm.JSON.readTree(response.body());
    }

    private static String refused(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        return RunningFarm.JSON.readTree(response.body()).path("message").asText();
    }

    private RunningFarm start(Map<String, String> environment, String workers) {
        return RunningFarm.start(
                environment, "--port", "0", "--data", folder.resolve("data").toString(), "--workers", workers);
    }
}
