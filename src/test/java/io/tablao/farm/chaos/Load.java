// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/** The jobs that a farm is given, and what people ask of them later: the same for the same seed. */
record Load(List<Job> jobs) {

    static final String JOB_TYPE = "chaos";

    /**
     * Each task writes when it begins and when it ends, by itself: this is what really ran. {@code fails}: how many attempts
     * of every fifth task fail.
     */
    static final String SCRIPT = """
            const JOB_TYPE = {
              label: "Chaos",
              settings: [
                { key: "shape", type: "string", required: true },
                { key: "width", type: "int32", required: true },
                { key: "depth", type: "int32", required: true },
                { key: "fails", type: "int32", default: 0 },
                { key: "record", type: "string", required: true },
              ],
            };
            const RUN = 'note() { printf "%s %s %s %s\\\\n" "$EPOCHREALTIME" "$1" "$TABLAO_TASK" "$TABLAO_ATTEMPT" >>"$0"; }\\n'
              + 'note start; sleep "$1"; if [ "$TABLAO_ATTEMPT" -le "$2" ]; then note fail; exit 1; fi; note end';
            function task(job, settings, before) {
              const number = job.tasks++;
              const task = author.Task(`task-${number}`, "misc", 40 + number % 20);
              const fails = number % 5 == 3 ? settings.fails : 0;
              const seconds = number % 25 == 7 ? 1.5 : (number * 37 % 10) * 0.02;
              task.addCommand(author.Command("exec",
                { exe: "bash", args: ["-c", RUN, settings.record, String(seconds), String(fails)] }));
              before.forEach((other) => task.addDependency(other));
              job.job.addTask(task);
              return task;
            }
            function compileJob(job) {
              const settings = job.settings;
              const making = { job, tasks: 0 };
              let layer = [];
              for (let depth = 0; depth < settings.depth; depth++) {
                const next = [];
                for (let i = 0; i < settings.width; i++) {
                  const before = settings.shape == "chains" ? (layer.length ? [layer[i]] : [])
                    : settings.shape == "layers" ? layer : [];
                  next.push(task(making, settings, before));
                }
                layer = next;
              }
              if (settings.shape == "fan") task(making, settings, layer);
            }
            """;

    enum Wish {
        NOTHING,
        /** Paused, and some seconds later queued again. */
        PAUSE,
        CANCEL,
        /** Canceled, and queued again when whatever ran has had the time to end. */
        CANCEL_AND_REQUEUE,
        REQUEUE,
        PRIORITY
    }

    /**
     * @param fails how many attempts of every fifth task fail
     * @param wishAfter seconds after the submission
     */
    record Job(
            UUID id,
            String shape,
            int width,
            int depth,
            int fails,
            int priority,
            Wish wish,
            int wishAfter,
            Path record) {

        int tasks() {
            return width * depth + (shape.equals("fan") ? 1 : 0);
        }

        /** Every fifth task fails whatever is tried: more than ten percent, which fails the job. */
        boolean isToFail() {
            return fails > 1 && tasks() > 3;
        }

        Map<String, Object> submission() {
            return Map.of(
                    "id",
                    id.toString(),
                    "name",
                    shape + " " + width + " x " + depth,
                    "type",
                    JOB_TYPE,
                    "priority",
                    priority,
                    "submitter_platform",
                    "linux",
                    "settings",
                    Map.of(
                            "shape",
                            shape,
                            "width",
                            width,
                            "depth",
                            depth,
                            "fails",
                            fails,
                            "record",
                            record.toString()));
        }
    }

    static Load of(long seed, int tasks, Path record) {
        // Faults and jobs must not hang together by the numbers that they draw.
        var random = new Random(~seed);
        List<Job> jobs = new ArrayList<>();
        int made = 0;
        while (made < tasks) {
            Job job = job(random, record);
            jobs.add(job);
            made += job.tasks();
        }
        return new Load(List.copyOf(jobs));
    }

    private static Job job(Random random, Path record) {
        String shape = List.of("chains", "fan", "layers", "loose").get(random.nextInt(4));
        int width = 1 + random.nextInt(shape.equals("chains") ? 4 : 15);
        int depth = shape.equals("fan") || shape.equals("loose") ? 2 : 1 + random.nextInt(7);
        // One failed attempt is forgiven; more than anybody tries are not.
        int fails = random.nextInt(4) == 0 ? 1 : random.nextInt(8) == 0 ? 1_000_000 : 0;
        if (shape.equals("chains") || shape.equals("layers")) {
            // What comes behind a failed task never runs, so that the job might neither complete nor fail.
            fails = Math.min(fails, 1);
        }
        Wish wish = random.nextInt(2) == 0 ? Wish.NOTHING : Wish.values()[random.nextInt(Wish.values().length)];
        return new Job(
                new UUID(random.nextLong(), random.nextLong()),
                shape,
                width,
                depth,
                fails,
                random.nextInt(101),
                wish,
                1 + random.nextInt(6),
                record);
    }

    int tasks() {
        return jobs.stream().mapToInt(Job::tasks).sum();
    }

    @Override
    public String toString() {
        return jobs.stream().map(Job::toString).collect(Collectors.joining("\n"));
    }
}
