// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.standalone.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Many workers that speak HTTP, against two api processes, all busy with tasks of one second: how long a request for a task
 * takes, how many tasks are done, whether any is lost or done twice, and whether the memory of the processes grows.
 */
final class HttpWorkersBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SCRIPT = """
            const JOB_TYPE = { label: "Sleepers", settings: [{ key: "count", type: "int32", required: true }] };
            function compileJob(job) {
              for (let i = 0; i < job.settings.count; i++) {
                const task = author.Task("sleep-" + i, "misc");
                task.addCommand(author.Command("sleep", { duration_in_seconds: 1 }));
                job.addTask(task);
              }
            }
            """;

    private final int workers;
    private final Duration measured;
    private final Path folder;
    private final AtomicBoolean measuring = new AtomicBoolean();
    private final AtomicInteger answers = new AtomicInteger();
    private final Queue<Duration> waits = new ConcurrentLinkedQueue<>();
    private final Queue<String> began = new ConcurrentLinkedQueue<>();
    private final Queue<String> completed = new ConcurrentLinkedQueue<>();

    private final HttpWorker.Watch watch = new HttpWorker.Watch() {
        @Override
        public void asked(Duration took, int status) {
            if (measuring.get() && status == 200) {
                answers.incrementAndGet();
                waits.add(took);
            }
        }

        @Override
        public void began(String task) {
            began.add(task);
        }

        @Override
        public void completed(String task) {
            completed.add(task);
        }
    };

    /** What was found. */
    record Found(
            int workers,
            double tasksPerSecond,
            Duration median,
            Duration p99,
            int tasks,
            int doubled,
            int lost,
            List<Long> memoryBefore,
            List<Long> memoryAfter) {

        String table() {
            return """
                    %,d workers over HTTP, two api processes: %,.0f tasks/s
                      a request for a task: median %,d ms, p99 %,d ms
                      %,d tasks completed, %d begun twice, %d lost
                      memory of the processes: %s MB at first, %s MB in the end
                    """.formatted(
                            workers,
                            tasksPerSecond,
                            median.toMillis(),
                            p99.toMillis(),
                            tasks,
                            doubled,
                            lost,
                            memoryBefore,
                            memoryAfter);
        }
    }

    private HttpWorkersBenchmark(int workers, Duration measured, Path folder) {
        this.workers = workers;
        this.measured = measured;
        this.folder = folder;
    }

    /** Arguments: how many workers (500), and for how many seconds they are measured (120). */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 120;
        Path folder = Files.createTempDirectory("tablao-bench-");
        try {
            System.out.print(run(workers, Duration.ofSeconds(seconds), folder).table());
        } finally {
            FarmBenchmark.delete(folder);
        }
    }

    static Found run(int workers, Duration measured, Path folder) throws IOException, InterruptedException {
        return new HttpWorkersBenchmark(workers, measured, folder).run();
    }

    private Found run() throws IOException, InterruptedException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.writeString(scripts.resolve("sleepers.js"), SCRIPT);
        Path programs = Path.of("target", "postgres-programs").toAbsolutePath();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"), programs);
                RunningFarm centre = process("centre", "api,compiler,scheduler,projector", kafka, postgres, scripts);
                RunningFarm second = process("second", "api", kafka, postgres, scripts)) {
            return measure(kafka.bootstrapServers(), centre, second);
        }
    }

    private Found measure(String kafka, RunningFarm centre, RunningFarm second) throws InterruptedException {
        List<String> farm = List.of(centre.url(), second.url());
        int tasks = (int) (workers * (measured.toSeconds() + 60));
        centre.submit("sleepers", Map.of("count", tasks));
        List<HttpWorker> all = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .executor(executor)
                        .build()) {
            for (int i = 0; i < workers; i++) {
                all.add(HttpWorker.start(http, farm, "worker-" + i, Duration.ofSeconds(5), watch));
            }
            Awaitility.await("all workers to have begun")
                    .atMost(PATIENCE)
                    .until(() -> all.stream().allMatch(worker -> worker.status().equals("awake"))
                            && completed.size() > 2 * workers);
            List<Long> memoryBefore = memory(centre, second);
            int before = completed.size();
            measuring.set(true);
            // The measurement lasts as long as it lasts: nothing happens that could be awaited.
            if (new CountDownLatch(1).await(measured.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError();
            }
            measuring.set(false);
            double rate = (completed.size() - before) / (measured.toMillis() / 1_000.0);
            List<Long> memoryAfter = memory(centre, second);
            all.forEach(HttpWorker::finish);
            all.forEach(HttpWorker::join);
            Set<String> done = new HashSet<>(completed);
            Set<String> known = new HashSet<>();
            int events = 0;
            for (TaskCompleted end : EventLog.read(kafka, TaskCompleted.class)) {
                known.add(end.task().taskId().toString());
                events++;
            }
            int doubled = events - known.size() + completed.size() - done.size() + began.size() - begunOnce();
            done.removeAll(known);
            List<Duration> sorted = waits.stream().sorted().toList();
            return new Found(
                    workers,
                    rate,
                    at(sorted, 0.5),
                    at(sorted, 0.99),
                    known.size(),
                    doubled,
                    done.size(),
                    memoryBefore,
                    memoryAfter);
        }
    }

    private int begunOnce() {
        return new HashSet<>(began).size();
    }

    private static Duration at(List<Duration> sorted, double part) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) (part * (sorted.size() - 1)));
    }

    /** What each process has on its heap once the garbage is gone. */
    private static List<Long> memory(RunningFarm... processes) {
        return java.util.stream.Stream.of(processes).map(RunningFarm::heap).toList();
    }

    private RunningFarm process(String name, String roles, EmbeddedKafka kafka, PostgresServer postgres, Path scripts) {
        return RunningFarm.member(
                Map.of("TABLAO_COMPILERS_DIR", scripts.toString()),
                roles,
                kafka,
                folder.resolve(name),
                "--port",
                "0",
                "--database",
                RunningFarm.url(postgres));
    }
}
