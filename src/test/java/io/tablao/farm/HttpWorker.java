// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Behaves over HTTP as a worker of Flamenco does: it registers once, signs on, does what it is told, asks for tasks, runs them
 * (its commands last as long as a sleep command says), asks now and then whether it may go on, keeps news of its task while
 * the farm does not answer and sends them in order afterwards, and asks for its state while it is asleep. Each call goes to
 * the next of the farm's addresses.
 */
final class HttpWorker implements AutoCloseable {

    /** How often what is to be seen by asking is asked for. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final List<String> TYPES = List.of("blender", "ffmpeg", "file-management", "misc");

    /** What goes on, for those who watch. */
    interface Watch {
        Watch NOBODY = new Watch() {};

        default void asked(Duration took, int status) {}

        default void began(String task) {}

        default void completed(String task) {}
    }

    /** Carries out what a task consists of. */
    interface Commands {

        /** Where what a command says and makes goes. */
        interface Course {
            void log(String line) throws InterruptedException;

            void output(Path file) throws InterruptedException;
        }

        void run(JsonNode command, Course course) throws IOException, InterruptedException;
    }

    /** What ends the present session. */
    private enum Then {
        GO_ON,
        SIGN_ON,
        END
    }

    private record News(String task, Map<String, ?> body) {}

    private final HttpClient http;
    private final List<String> farm;
    private final String name;
    private final Watch watch;
    private final @Nullable Commands commands;
    private final Duration mayIRunEvery;
    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch killed = new CountDownLatch(1);
    private final Deque<News> unsent = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean finishing;
    private volatile String status = "starting";
    private volatile @Nullable String id;
    private volatile String authorization = "";

    private HttpWorker(
            HttpClient http,
            List<String> farm,
            String name,
            Duration mayIRunEvery,
            Watch watch,
            @Nullable Commands commands) {
        this.commands = commands;
        this.http = http;
        this.farm = farm;
        this.name = name;
        this.mayIRunEvery = mayIRunEvery;
        this.watch = watch;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::live);
    }

    /** @param farm addresses of the farm's api processes */
    static HttpWorker start(HttpClient http, List<String> farm, String name, Duration mayIRunEvery, Watch watch) {
        var worker = new HttpWorker(http, farm, name, mayIRunEvery, watch, null);
        worker.thread.start();
        return worker;
    }

    /** One that carries its tasks out, instead of sleeping as long as their commands say. */
    static HttpWorker start(HttpClient http, String farm, String name, Commands commands) {
        var worker = new HttpWorker(http, List.of(farm), name, POLL, Watch.NOBODY, commands);
        worker.thread.start();
        return worker;
    }

    String status() {
        return status;
    }

    /** Null: it is not registered yet. */
    @Nullable
    String id() {
        return id;
    }

    /** As if its machine lost its power: nobody is told. */
    void kill() {
        killed.countDown();
        thread.interrupt();
    }

    /** Lets it end its task, and take no other. */
    void finish() {
        finishing = true;
    }

    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it, and says so to the farm. */
    @Override
    public void close() {
        kill();
        try {
            thread.join(Duration.ofSeconds(10));
            if (!authorization.isEmpty()) {
                post("/api/v3/worker/sign-off", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The farm is gone first; there is nobody to sign off from.
        }
    }

    private void live() {
        try {
            register();
            Then then = Then.SIGN_ON;
            while (then != Then.END && lives()) {
                then = then == Then.SIGN_ON ? signOn() : step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void register() throws InterruptedException {
        String secret = "secret of " + name;
        var answer = insist(
                "/api/v3/worker/register-worker",
                Map.of("name", name, "secret", secret, "platform", "linux", "supported_task_types", TYPES),
                200);
        id = json(answer).path("uuid").asText();
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    private Then signOn() throws InterruptedException {
        var answer = insist(
                "/api/v3/worker/sign-on",
                Map.of("name", name, "supported_task_types", TYPES, "software_version", "3.9", "can_restart", true),
                200);
        return goTo(json(answer).path("status_requested").asText());
    }

    private Then step() throws InterruptedException {
        if (status.equals("awake")) {
            return work();
        }
        var answer = insist("/api/v3/worker/state", null, 200, 204);
        if (answer.statusCode() == 200) {
            return goTo(json(answer).path("status_requested").asText());
        }
        pause(POLL);
        return Then.GO_ON;
    }

    private Then goTo(String wanted) throws InterruptedException {
        status = wanted;
        return switch (wanted) {
            case "awake", "asleep" -> {
                insist("/api/v3/worker/state-changed", Map.of("status", wanted), 204);
                yield Then.GO_ON;
            }
            case "restart" -> {
                insist("/api/v3/worker/state-changed", Map.of("status", wanted), 204);
                insist("/api/v3/worker/sign-off", null, 204);
                status = "starting";
                yield Then.SIGN_ON;
            }
            case "offline" -> {
                insist("/api/v3/worker/sign-off", null, 204);
                yield Then.END;
            }
            default -> throw new AssertionError("Told to be " + wanted);
        };
    }

    private Then work() throws InterruptedException {
        if (!sendNews()) {
            pause(POLL);
            return Then.GO_ON;
        }
        if (finishing) {
            return Then.END;
        }
        long began = System.nanoTime();
        var answer = insist("/api/v3/worker/task", null, 200, 204, 409, 423);
        watch.asked(Duration.ofNanos(System.nanoTime() - began), answer.statusCode());
        return switch (answer.statusCode()) {
            case 200 -> run(json(answer));
            case 423 -> goTo(json(answer).path("status_requested").asText());
            case 409 -> {
                pause(POLL);
                yield Then.SIGN_ON;
            }
            default -> Then.GO_ON;
        };
    }

    private Then run(JsonNode task) throws InterruptedException {
        String uuid = task.path("uuid").asText();
        watch.began(uuid);
        tell(uuid, Map.of("taskStatus", "active", "activity", "Started", "log", "Task " + name + " begins\n"));
        int steps = 0;
        for (JsonNode command : task.path("commands")) {
            String failure = carryOut(uuid, command);
            if (failure != null) {
                tell(uuid, Map.of("taskStatus", "failed", "activity", failure));
                return Then.GO_ON;
            }
            long rest = (long)
                    (command.path("parameters").path("duration_in_seconds").asDouble(0) * 1_000);
            while (rest > 0) {
                long now = Math.min(rest, mayIRunEvery.toMillis());
                pause(Duration.ofMillis(now));
                rest -= now;
                if (rest > 0 && !mayRun(uuid)) {
                    return Then.GO_ON;
                }
            }
            steps++;
            if (task.path("commands").size() > 1) {
                tell(uuid, Map.of("steps_completed", steps));
            }
        }
        if (lives()) {
            watch.completed(uuid);
            tell(uuid, Map.of("taskStatus", "completed", "activity", "Completed", "log", "done"));
        }
        return Then.GO_ON;
    }

    /** @return why it failed; null: it did not */
    private @Nullable String carryOut(String task, JsonNode command) throws InterruptedException {
        if (commands == null) {
            return null;
        }
        try {
            commands.run(command, new Commands.Course() {
                @Override
                public void log(String line) throws InterruptedException {
                    tell(task, Map.of("log", line + "\n"));
                }

                @Override
                public void output(Path file) throws InterruptedException {
                    showOutput(task, file);
                }
            });
            return null;
        } catch (IOException e) {
            return command.path("name").asText() + ": " + e.getMessage();
        }
    }

    /** A preview is sent once: of what the farm is too busy for, the next is shown. */
    private void showOutput(String task, Path file) throws InterruptedException {
        String type = file.toString().endsWith(".png") ? "image/png" : "image/jpeg";
        try {
            int code = http.send(
                            request("/api/v3/worker/task/" + task + "/output-produced")
                                    .header("Content-Type", type)
                                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
            if (code != 202 && code != 429 && code < 500) {
                throw new AssertionError(name + " got " + code + " for " + file);
            }
        } catch (IOException e) {
            // The farm is away: a preview less.
        }
    }

    /** While the farm does not answer the work goes on. */
    private boolean mayRun(String task) throws InterruptedException {
        try {
            var answer = get("/api/v3/worker/task/" + task + "/may-i-run");
            return answer.statusCode() != 200
                    || json(answer).path("mayKeepRunning").asBoolean();
        } catch (IOException e) {
            return true;
        }
    }

    private void tell(String task, Map<String, ?> body) throws InterruptedException {
        unsent.add(new News(task, body));
        sendNews();
    }

    /** @return whether all is sent that there is to send */
    private boolean sendNews() throws InterruptedException {
        while (!unsent.isEmpty()) {
            News first = unsent.peek();
            try {
                int code = post("/api/v3/worker/task/" + first.task(), first.body())
                        .statusCode();
                if (code >= 500) {
                    return false;
                }
                if (code != 204 && code != 409) {
                    throw new AssertionError(name + " got " + code + " for " + first);
                }
            } catch (IOException e) {
                return false;
            }
            unsent.remove();
        }
        return true;
    }

    /** Tries until the farm answers with one of these. */
    private HttpResponse<String> insist(String path, @Nullable Object body, int... expected)
            throws InterruptedException {
        while (true) {
            if (!lives()) {
                throw new InterruptedException("killed");
            }
            try {
                var answer = path.endsWith("/state") ? get(path) : post(path, body);
                for (int code : expected) {
                    if (answer.statusCode() == code) {
                        return answer;
                    }
                }
                if (answer.statusCode() < 500) {
                    throw new AssertionError(
                            name + " got " + answer.statusCode() + " from " + path + ": " + answer.body());
                }
            } catch (IOException e) {
                // A farm that is away comes back; so does this worker.
            }
            pause(POLL);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, @Nullable Object body) throws IOException, InterruptedException {
        var publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(RunningFarm.JSON.writeValueAsString(body));
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(publisher)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String address = farm.get(Math.floorMod(calls.getAndIncrement(), farm.size()));
        var builder = HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        return authorization.isEmpty() ? builder : builder.header("Authorization", authorization);
    }

    private boolean lives() {
        return killed.getCount() > 0;
    }

    private void pause(Duration time) throws InterruptedException {
        if (killed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("killed");
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return RunningFarm.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + answer.body(), e);
        }
    }
}
