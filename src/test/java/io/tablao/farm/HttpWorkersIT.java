// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskStarted;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.StreamSupport;
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
