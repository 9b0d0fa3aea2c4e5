// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How fast a whole farm takes jobs: from the submission over HTTP, through Kafka and the compiler, until all tasks are queued in
 * PostgreSQL, where nobody carries them out. Prints a table.
 */
final class SubmissionBenchmark {

    private static final int[] SIZES = {10, 1_000, 100_000, 1_000_000};
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int SMALL_JOBS = 500;
    private static final int AT_ONCE = 16;

    private SubmissionBenchmark() {}

    public static void main(String... arguments) throws Exception {
        int most = arguments.length == 0 ? SIZES[SIZES.length - 1] : Integer.parseInt(arguments[0]);
        Path data = Files.createTempDirectory("tablao-benchmark-");
        String heap = System.getenv().getOrDefault("JAVA_TOOL_OPTIONS", "-Xmx2g");
        try (var farm = RunningFarm.start(
                // The largest job has a task for its video beside a million of frames.
                Map.of("TABLAO_COMPILER_TASKS_LIMIT", "1000001", "JAVA_TOOL_OPTIONS", heap),
                "--port",
                "0",
                "--data",
                data.toString(),
                "--workers",
                "0")) {
            // Once for the JVM to see everything.
            queued(farm, 10);
            System.out.printf("%10s  %12s  %10s%n", "tasks", "queued ms", "tasks/s");
            for (int size : SIZES) {
                if (size <= most) {
                    double millis = queued(farm, size);
                    System.out.printf("%,10d  %,12.0f  %,10.0f%n", size, millis, size / millis * 1000);
                }
            }
            submitMany(farm);
        }
    }

    /** @return milliseconds from the submission until all tasks of a job are queued */
    private static double queued(RunningFarm farm, int frames) {
        long begun = System.nanoTime();
        String job = submitted(farm, frames);
        await("job " + job)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .atMost(PATIENCE)
                .until(() -> {
                    JsonNode progress = farm.get("/api/farm/v1/jobs/" + job + "/progress");
                    if (progress.path("status").asText().equals("failed")) {
                        throw new IllegalStateException("Not compiled: " + progress);
                    }
                    return progress.path("status").asText().equals("queued")
                            && progress.path("tasks").path("queued").asInt() == frames + 1;
                });
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void submitMany(RunningFarm farm) throws InterruptedException, ExecutionException {
        try (ExecutorService submitters = Executors.newFixedThreadPool(AT_ONCE)) {
            for (String heat : List.of("cold", "warm")) {
                long begun = System.nanoTime();
                List<Future<String>> jobs = new ArrayList<>();
                for (int i = 0; i < SMALL_JOBS; i++) {
                    // Nine frames and their video.
                    jobs.add(submitters.submit(() -> submitted(farm, 9)));
                }
                for (Future<String> job : jobs) {
                    job.get();
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                System.out.printf(
                        "%d jobs of 10 tasks, %d at once, %s: %.0f jobs/s%n",
                        SMALL_JOBS, AT_ONCE, heat, SMALL_JOBS / seconds);
            }
        }
    }

    private static String submitted(RunningFarm farm, int frames) {
        return farm.submit(
                "simple-blender-render",
                Map.of(
                        "frames", "1-" + frames,
                        "chunk_size", 1,
                        "render_output_root", "/frames",
                        "render_output_path", "/frames/{timestamp}/######",
                        "blendfile", "/shots/scene.flamenco.blend",
                        "fps", 24,
                        "format", "PNG",
                        "image_file_extension", ".png"));
    }
}
