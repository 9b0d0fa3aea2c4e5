// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.standalone.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One farm in several processes, of which some die. */
class SeveralProcessesIT {

    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();
    private static final Map<String, String> IMPATIENT =
            Map.of("TABLAO_SCHEDULER_WORKER_TIMEOUT", "8S", "TABLAO_SCHEDULER_GRACE", "1S");

    @TempDir
    Path folder;

    @Test
    void another_worker_takes_over_and_work_goes_on_while_the_database_is_away() {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);
        String database = RunningFarm.url(postgres);
        try (kafka;
                RunningFarm centre = RunningFarm.member(
                        IMPATIENT,
                        "api,compiler,scheduler,projector,dashboard",
                        kafka,
                        folder.resolve("centre"),
                        "--port",
                        "0",
                        "--database",
                        database);
                RunningFarm anna = worker("anna", kafka);
                RunningFarm bert = worker("bert", kafka)) {
            String job = centre.submit(
                    "echo-sleep-test", Map.of("message", "hello", "sleep_duration_seconds", 6, "sleep_repeats", 6));
            awaitActive(centre, job, 2);

            anna.kill();
            int port = postgres.address().port();
            postgres.close();
            // The work goes on without the database: the lost worker's task comes back, and bert ends tasks.
            Awaitility.await("the lost worker's task to come back and others to end")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !EventLog.read(kafka.bootstrapServers(), TaskReturned.class)
                                    .isEmpty()
                            && EventLog.read(kafka.bootstrapServers(), TaskCompleted.class)
                                            .size()
                                    >= 3);
            postgres = PostgresServer.start(folder.resolve("postgres"), PROGRAMS, port);

            Awaitility.await("the job to complete")
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> centre.job(job).path("status").asText().equals("completed"));
            assertThat(centre.tasks(job))
                    .hasSize(7)
                    .allSatisfy(task -> assertThat(task.path("status").asText()).isEqualTo("completed"));
            assertThat(EventLog.read(kafka.bootstrapServers(), TaskCompleted.class))
                    .hasSize(7)
                    .extracting(TaskCompleted::task)
                    .doesNotHaveDuplicates();
            assertThat(statuses(centre.get("/api/v3/worker-mgt/workers").path("workers")))
                    .containsExactlyInAnyOrder("error", "awake");
            assertThat(bert.stop()).isEqualTo(RunningFarm.STOPPED);
        } finally {
            postgres.close();
        }
    }

    private RunningFarm worker(String name, EmbeddedKafka kafka) {
        return RunningFarm.member(
                Map.of("TABLAO_WORKER_NAME", name), "worker", kafka, folder.resolve(name), "--workers", "1");
    }

    private static void awaitActive(RunningFarm farm, String job, int count) {
        Awaitility.await("active tasks")
                .atMost(Duration.ofSeconds(60))
                .until(() -> farm.tasks(job).stream()
                                .filter(task -> task.path("status").asText().equals("active"))
                                .count()
                        >= count);
    }

    private static List<String> statuses(JsonNode workers) {
        return java.util.stream.StreamSupport.stream(workers.spliterator(), false)
                .map(worker -> worker.path("status").asText())
                .toList();
    }
}
