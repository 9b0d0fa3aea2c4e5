// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.standalone.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A process of a farm, started as its users start it: the packaged program, in a JVM of its own. */
final class RunningFarm implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** The exit code of a JVM that was told to end by SIGTERM, and has stopped everything before it did. */
    static final int STOPPED = 143;

    private static final Path PROGRAM = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Pattern READY = Pattern.compile("(?:Farm ready: |Ready: .* at )(http://localhost:\\d+).*");
    private static final Pattern KAFKA = Pattern.compile(".*Kafka at (localhost:\\d+).*");
    private static final Pattern HEAP = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Process process;
    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<String> url = new CompletableFuture<>();
    private final CompletableFuture<String> kafka = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningFarm(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts {@code up} with the arguments and returns when it is ready. */
    static RunningFarm start(Map<String, String> environment, String... arguments) {
        RunningFarm farm = begin(environment, arguments);
        farm.url();
        return farm;
    }

    /** Starts a process of a farm whose Kafka is another's; the arguments come after those that each one has. */
    static RunningFarm member(
            Map<String, String> environment, String roles, EmbeddedKafka kafka, Path data, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--roles", roles, "--kafka", kafka.bootstrapServers(), "--data", data.toString()));
        all.addAll(List.of(arguments));
        return start(environment, all.toArray(String[]::new));
    }

    /** The database for {@code --database}. */
    static String url(PostgresServer postgres) {
        var address = postgres.address();
        return "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":" + address.port()
                + "/" + address.database();
    }

    // With the JVM's archive of classes, as the launcher does: the suite starts many farms.
    private static RunningFarm begin(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                java(),
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + Archive.FILE,
                "-jar",
                PROGRAM.toString(),
                "up"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new RunningFarm(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher ready = READY.matcher(line);
                if (ready.matches()) {
                    url.complete(ready.group(1));
                }
                Matcher broker = KAFKA.matcher(line);
                if (broker.matches()) {
                    kafka.complete(broker.group(1));
                }
            }
        } catch (IOException e) {
            output.add("The output ended: " + e);
        }
        url.completeExceptionally(new IllegalStateException("The process ended:\n" + String.join("\n", output)));
    }

    String url() {
        return await(url);
    }

    /** Bootstrap servers of the Kafka that it uses. */
    String kafka() {
        return await(kafka);
    }

    private String await(CompletableFuture<String> value) {
        try {
            return value.get(START.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Not ready:\n" + String.join("\n", output), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** What is on its heap once the garbage is gone, in MB. */
    long heap() {
        Matcher live = HEAP.matcher(jcmd("GC.class_histogram"));
        if (!live.find()) {
            throw new IllegalStateException("No total in the histogram of process " + pid());
        }
        return Long.parseLong(live.group(1)) >> 20;
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time of the whole process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    String output() {
        return String.join("\n", output);
    }

    JsonNode get(String path) {
        return json(send(HttpRequest.newBuilder(URI.create(url() + path)).build()));
    }

    String text(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build()).body();
    }

    HttpResponse<String> post(String path, Object body) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url() + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).DELETE().build());
    }

    int status(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build()).statusCode();
    }

    /** Submits a job and returns its id. */
    String submit(String type, Map<String, Object> settings) {
        var response = post(
                "/api/v3/jobs",
                Map.of(
                        "name",
                        "test " + type,
                        "type",
                        type,
                        "priority",
                        50,
                        "submitter_platform",
                        "manager",
                        "settings",
                        settings));
        if (response.statusCode() != 200) {
            throw new AssertionError("HTTP " + response.statusCode() + ": " + response.body());
        }
        return json(response).path("id").asText();
    }

    JsonNode job(String id) {
        return get("/api/v3/jobs/" + id);
    }

    List<JsonNode> tasks(String job) {
        List<JsonNode> tasks = new ArrayList<>();
        get("/api/v3/jobs/" + job + "/tasks").path("tasks").forEach(tasks::add);
        return tasks;
    }

    /** Waits until the job has one of the statuses, and returns it. */
    JsonNode awaitJob(String id, Duration atMost, String... statuses) {
        return awaitJob(
                id, atMost, job -> List.of(statuses).contains(job.path("status").asText()));
    }

    JsonNode awaitJob(String id, Duration atMost, Predicate<JsonNode> wanted) {
        return Awaitility.await("job " + id)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> job(id), wanted);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9}: nothing of the process gets a chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As Ctrl-C; returns the exit code. */
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The process did not stop within " + STOP + ":\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            if (process.onExit()
                            .orTimeout(STOP.toSeconds(), TimeUnit.SECONDS)
                            .handle((ended, late) -> late)
                            .join()
                    != null) {
                kill();
            }
        }
        http.close();
    }

    /** The JVM's archive of the program's classes; one of an earlier build fits no more. */
    private static final class Archive {
        static final Path FILE = Path.of("target", "tests.jsa");

        static {
            try {
                if (Files.exists(FILE)
                        && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(PROGRAM)) < 0) {
                    Files.delete(FILE);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Archive() {}
    }

    static boolean onPath(String program) {
        return Programs.find(program) != null;
    }

    /** Looks programs up as a shell does. */
    static final class Programs {
        private Programs() {}

        static @Nullable Path find(String program) {
            for (String folder : System.getenv("PATH").split(java.io.File.pathSeparator, -1)) {
                Path candidate = Path.of(folder, program);
                if (Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
            return null;
        }
    }
}
