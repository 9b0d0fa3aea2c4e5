// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.LogChunk;
import io.tablao.event.Topics;
import io.tablao.model.TaskKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How fast a farm of one process is, with its own Kafka and PostgreSQL and with all stages: tasks a second with few and many
 * slots, the way from one task to the next, and how long a killed farm is away. Prints a table, and where the time goes.
 */
final class FarmBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int CHAIN = 1_000;
    private static final int FIRST_TASKS = 100;
    private static final int UNFINISHED = 20_000;

    /** As many tasks as are done within this time, as far as the warm-up tells. */
    private static final Duration MEASURED = Duration.ofSeconds(8);

    private static final List<Integer> SLOTS = List.of(1, 8, 64);
    private static final int WARM_UP_TASKS = 50;

    private static final String SCRIPT = """
            const JOB_TYPE = {
              label: "No-ops",
              settings: [
                { key: "count", type: "int32", required: true },
                { key: "chain", type: "bool", default: false },
              ],
            };
            function compileJob(job) {
              let last = null;
              for (let i = 0; i < job.settings.count; i++) {
                const task = author.Task("no-op-" + i, "misc");
                task.addCommand(author.Command("echo", { message: "nothing" }));
                if (job.settings.chain && last) task.addDependency(last);
                job.addTask(task);
                last = task;
              }
            }
            """;

    private final Path folder;

    private FarmBenchmark(Path folder) {
        this.folder = folder;
    }

    /** Measures the parts asked for: {@code chain}, {@code recovery}, or a number of slots; without arguments everything. */
    public static void main(String... arguments) throws IOException {
        Path folder = Files.createTempDirectory("tablao-bench-");
        try {
            var benchmark = new FarmBenchmark(folder);
            Files.createDirectories(folder.resolve("scripts"));
            Files.writeString(folder.resolve("scripts").resolve("no_ops.js"), SCRIPT);
            if (arguments.length == 0) {
                benchmark.latencies();
                SLOTS.forEach(benchmark::throughput);
                benchmark.recovery();
            }
            for (String part : arguments) {
                switch (part) {
                    case "chain" -> benchmark.latencies();
                    case "recovery" -> benchmark.recovery();
                    default -> benchmark.throughput(Integer.parseInt(part));
                }
            }
        } finally {
            delete(folder);
        }
    }

    private void latencies() {
        try (RunningFarm farm = start(2)) {
            run(farm, 200, true);
            Run chain = run(farm, CHAIN, true);
            System.out.printf(
                    "Chain of %,d no-op tasks: %.1f s; a hop: %s%n", CHAIN, seconds(chain.endToEnd), chain.hops());
            legs(farm, chain.job).forEach((leg, took) -> System.out.printf("  %-44s %s%n", leg + ":", took));
            List<Run> firsts = new ArrayList<>();
            for (int i = 0; i < FIRST_TASKS; i++) {
                firsts.add(run(farm, 1, false));
            }
            System.out.println("Ready to running, by an idle worker:");
            System.out.println("  first task of a job:          " + readyToRunning(farm, firsts));
            System.out.println("  after the last dependency:    " + readyToRunning(farm, List.of(chain)));
        }
    }

    private void throughput(int slots) {
        try (RunningFarm farm = start(slots)) {
            run(farm, slots * WARM_UP_TASKS, false);
            int tasks = (int) (run(farm, slots * WARM_UP_TASKS, false).rate() * seconds(MEASURED));
            StageTimes before = StageTimes.of(farm);
            Duration cpuBefore = farm.cpu();
            Instant began = Instant.now();
            Run run = run(farm, tasks, false);
            Duration lasted = Duration.between(began, Instant.now());
            StageTimes after = StageTimes.of(farm);
            System.out.printf(
                    "%2d slots, %,6d no-op tasks: %,6.0f tasks/s from submission to the database's last row; %,6.0f tasks/s in"
                            + " between%n",
                    slots, tasks, tasks / seconds(run.endToEnd), run.rate());
            sayWhereTheTimeGoes(before, after, farm.cpu().minus(cpuBefore), lasted);
        }
    }

    private static void sayWhereTheTimeGoes(StageTimes before, StageTimes after, Duration farm, Duration lasted) {
        Map<String, Duration> stages = after.since(before);
        Duration postgres = stages.getOrDefault("PostgreSQL", Duration.ZERO);
        double all = seconds(farm.plus(postgres));
        stages.forEach((stage, time) -> System.out.printf("     %5.1f %%  %s%n", 100 * seconds(time) / all, stage));
        int cores = Runtime.getRuntime().availableProcessors();
        double busy = all / seconds(lasted);
        double loop =
                seconds(stages.getOrDefault("scheduler: decide, encode, decode", Duration.ZERO)) / seconds(lasted);
        System.out.printf(
                "     %.2f of %d cores busy; the scheduler's thread %.0f %%. %s%n",
                busy,
                cores,
                100 * loop,
                busy > 0.85 * cores
                        ? "The CPU limits it."
                        : loop > 0.85
                                ? "The scheduler's one thread limits it."
                                : "Waiting limits it: round trips between slots, broker and scheduler.");
        if (System.getProperty("threads") != null) {
            after.busiest(before, 40).forEach(System.out::println);
        }
    }

    private void recovery() {
        String job;
        String kafka;
        try (RunningFarm farm = start(8)) {
            job = submit(farm, UNFINISHED, false);
            farm.awaitJob(job, PATIENCE, seen -> seen.path("steps_completed").asInt() >= 500);
            farm.kill();
        }
        Instant began = Instant.now();
        try (RunningFarm farm = start(8)) {
            Duration up = Duration.between(began, Instant.now());
            kafka = farm.kafka();
            farm.awaitJob(job, PATIENCE, "completed");
            Instant first = completions(events(kafka), job).stream()
                    .filter(began::isBefore)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            System.out.printf(
                    "Killed with %,d unfinished tasks: up again after %.1f s, first task completed after %.1f s; %s%n",
                    UNFINISHED,
                    seconds(up),
                    seconds(Duration.between(began, first)),
                    farm.output()
                            .lines()
                            .filter(line -> line.contains("Recovered shards"))
                            .findFirst()
                            .orElse(""));
        }
    }

    private RunningFarm start(int slots) {
        return RunningFarm.start(
                Map.of("TABLAO_COMPILERS_DIR", folder.resolve("scripts").toString(), "TABLAO_WORKER_NAME", "bench"),
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--workers",
                Integer.toString(slots));
    }

    private static String submit(RunningFarm farm, int tasks, boolean chain) {
        return farm.submit("no-ops", Map.of("count", tasks, "chain", chain));
    }

    private static Run run(RunningFarm farm, int tasks, boolean chain) {
        Instant began = Instant.now();
        String job = submit(farm, tasks, chain);
        farm.awaitJob(job, PATIENCE, "completed");
        Duration endToEnd = Duration.between(began, Instant.now());
        return new Run(job, endToEnd, completions(events(farm.kafka()), job));
    }

    private static List<Envelope<Event>> events(String kafka) {
        return EventLog.envelopes(kafka, Topics.EVENTS, Event.class);
    }

    private static List<Instant> completions(List<Envelope<Event>> events, String job) {
        return events.stream()
                .map(Envelope::body)
                .filter(JobEvent.TaskCompleted.class::isInstance)
                .map(JobEvent.TaskCompleted.class::cast)
                .filter(completed -> completed.job().toString().equals(job))
                .map(JobEvent.TaskCompleted::at)
                .sorted()
                .toList();
    }

    /** The parts of a hop, in order: at the scheduler they begin and end with its decisions, at the worker with its words. */
    private static Map<String, Latencies> legs(RunningFarm farm, String job) {
        Map<TaskKey, Map<String, Instant>> marks = new HashMap<>();
        for (Envelope<Command> command : EventLog.envelopes(farm.kafka(), Topics.COMMANDS, Command.class)) {
            switch (command.body()) {
                case JobCommand.StartTask start -> mark(marks, start.task(), "asked", command.time());
                case JobCommand.FinishTask finish -> mark(marks, finish.task(), "finished", command.time());
                default -> {}
            }
        }
        for (Envelope<Event> event : events(farm.kafka())) {
            switch (event.body()) {
                case JobEvent.TasksReleased released ->
                    released.tasks()
                            .forEach(task ->
                                    mark(marks, new TaskKey(released.job(), task.index()), "released", event.time()));
                case JobEvent.TaskStarted started -> mark(marks, started.task(), "granted", event.time());
                case JobEvent.TaskCompleted completed -> mark(marks, completed.task(), "completed", event.time());
                default -> {}
            }
        }
        marks.keySet().removeIf(task -> !task.job().toString().equals(job));
        Map<String, Latencies> legs = new LinkedHashMap<>();
        legs.put("scheduler's word to a worker's question", between(marks, "released", "asked"));
        legs.put("question to the scheduler's grant", between(marks, "asked", "granted"));
        legs.put("grant to the worker's end of the task", between(marks, "granted", "finished"));
        legs.put("end to the scheduler's next word", between(marks, "finished", "completed"));
        return legs;
    }

    private static void mark(Map<TaskKey, Map<String, Instant>> marks, TaskKey task, String what, Instant at) {
        marks.computeIfAbsent(task, key -> new HashMap<>()).putIfAbsent(what, at);
    }

    private static Latencies between(Map<TaskKey, Map<String, Instant>> marks, String from, String to) {
        return new Latencies(marks.values().stream()
                .filter(task -> task.containsKey(from) && task.containsKey(to))
                .map(task -> Duration.between(task.get(from), task.get(to)))
                .toList());
    }

    /** From the decision that a task is ready to the first line of its log, which its worker writes when it begins. */
    private static Latencies readyToRunning(RunningFarm farm, List<Run> runs) {
        List<String> jobs = runs.stream().map(Run::job).toList();
        Map<TaskKey, Instant> ready = new HashMap<>();
        for (Envelope<Event> event : events(farm.kafka())) {
            if (event.body() instanceof JobEvent.TasksReleased released
                    && jobs.contains(released.job().toString())) {
                released.tasks().forEach(task -> ready.put(new TaskKey(released.job(), task.index()), event.time()));
            }
        }
        List<Duration> took = new ArrayList<>();
        for (Envelope<LogChunk> log : EventLog.envelopes(farm.kafka(), Topics.TASK_LOGS, LogChunk.class)) {
            LogChunk chunk = log.body();
            Instant since = ready.get(chunk.task());
            if (since != null && chunk.attempt() == 1 && chunk.sequence() == 0) {
                Instant began =
                        Instant.parse(chunk.text().substring(0, chunk.text().indexOf(' ')));
                took.add(Duration.between(since, began));
            }
        }
        return new Latencies(took);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** @param completions when each task completed, in order */
    private record Run(String job, Duration endToEnd, List<Instant> completions) {

        /** Tasks a second without the first and the last tenth of them. */
        double rate() {
            int tenth = completions.size() / 10;
            Instant from = completions.get(tenth);
            Instant to = completions.get(completions.size() - 1 - tenth);
            return (completions.size() - 1 - 2 * tenth) / seconds(Duration.between(from, to));
        }

        Latencies hops() {
            List<Duration> hops = new ArrayList<>();
            for (int i = 1; i < completions.size(); i++) {
                hops.add(Duration.between(completions.get(i - 1), completions.get(i)));
            }
            return new Latencies(hops);
        }
    }
}
