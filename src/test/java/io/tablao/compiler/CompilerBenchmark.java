// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.sun.management.ThreadMXBean;
import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.TaskDefinition;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How fast {@code simple-blender-render} is compiled, by the number of its one-frame chunks: the script, the reading of what it
 * writes and the cutting into messages, without Kafka. Prints a table.
 */
final class CompilerBenchmark {

    private static final int[] SIZES = {10, 1_000, 100_000, 1_000_000};
    private static final int WARM_RUNS = 5;

    private CompilerBenchmark() {}

    /** One run. */
    private record Run(double script, double millis, long allocated) {}

    public static void main(String... arguments) throws InterruptedException {
        int most = arguments.length == 0 ? Integer.MAX_VALUE : Integer.parseInt(arguments[0]);
        System.out.printf(
                "%10s  %6s  %12s  %10s  %12s  %14s  %12s%n",
                "tasks", "", "in script ms", "all ms", "tasks/s", "allocated MB", "peak heap MB");
        for (int size : SIZES) {
            if (size > most) {
                continue;
            }
            // The largest job has a task for its video beside a million of frames.
            var limits = new Limits(Duration.ofSeconds(10), 1_000_001, 1000, 2L << 30);
            try (var compiler = new TrialCompiler(limits, ScriptFolder.none())) {
                compiler.types.all();
                print(size, "cold", run(compiler, size));
                Run best = null;
                for (int i = 0; i < (size < 1_000_000 ? WARM_RUNS * 4 : 1); i++) {
                    Run next = run(compiler, size);
                    best = best == null || next.millis() < best.millis() ? next : best;
                }
                print(size, "warm", best);
            }
        }
    }

    private static Run run(TrialCompiler compiler, int size) throws InterruptedException {
        resetPeaks();
        var submit = new SubmitJob(
                new JobId(UUID.randomUUID()),
                TrialCompiler.submission("simple-blender-render", settings(size), Map.of()),
                Instant.now());
        var chunks = new TaskChunks();
        var count = new AtomicLong();
        long allocated = allocated();
        long begun = System.nanoTime();
        Compilation made = compiler.compiler.compile(submit, tasks -> {
            for (List<TaskDefinition> chunk : chunks.add(tasks)) {
                count.addAndGet(chunk.size());
            }
        });
        double millis = (System.nanoTime() - begun) / 1e6;
        if (!(made instanceof AuthoredJob job) || job.tasks() != size + 1) {
            throw new IllegalStateException("Not compiled: " + made);
        }
        return new Run(job.script().toNanos() / 1e6, millis, allocated() - allocated);
    }

    private static String settings(int frames) {
        return """
                {"frames": "1-%d", "chunk_size": 1, "render_output_root": "/frames", "add_path_components": 0,
                 "render_output_path": "/frames/{timestamp}/######", "blendfile": "/shots/scene.flamenco.blend",
                 "fps": 24, "format": "PNG", "image_file_extension": ".png", "has_previews": false}
                """.formatted(frames);
    }

    private static void print(int size, String heat, Run run) {
        System.out.printf(
                "%,10d  %6s  %,12.1f  %,10.1f  %,12.0f  %,14.1f  %,12d%n",
                size,
                heat,
                run.script(),
                run.millis(),
                size / run.millis() * 1000,
                run.allocated() / 1e6,
                peak() >> 20);
    }

    /** By all threads together. */
    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private static void resetPeaks() {
        System.gc();
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
