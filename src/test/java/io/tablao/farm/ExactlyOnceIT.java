// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobEvent.TaskCompleted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private RunningFarm start(Map<String, String> environment, String workers) {
        return RunningFarm.start(
                environment, "--port", "0", "--data", folder.resolve("data").toString(), "--workers", workers);
    }
}
