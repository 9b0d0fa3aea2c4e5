// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.standalone.PostgresServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of scripts that the api and the compiler share, each in a process of its own, which are never restarted here. */
class CompilersFolderIT {

    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

    @TempDir
    static Path folder;

    private static Path scripts;
    private static EmbeddedKafka kafka;
    private static PostgresServer postgres;
    private static RunningFarm api;
    private static RunningFarm compiler;

    @BeforeAll
    static void start() throws IOException {
        scripts = Files.createDirectory(folder.resolve("scripts"));
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        postgres = PostgresServer.start(folder.resolve("postgres"), PROGRAMS);
        api = process("api", "api,scheduler,projector,dashboard");
        compiler = process("compiler", "compiler");
    }

    @AfterAll
    static void stop() {
        compiler.close();
        api.close();
        postgres.close();
        kafka.close();
    }

    @Test
    void every_process_takes_up_what_comes_changes_and_goes() throws IOException {
        // A new one, submitted as soon as the api knows it, whether the compiler does or not.
        Files.writeString(scripts.resolve("nightly.js"), script("First", "one"));
        long written = System.nanoTime();
        JsonNode first = awaitKnown("nightly", "First");
        said("A new script was known to the api", written);
        String job = submitted("nightly", first.path("etag").asText());
        assertThat(compiled(job)).isEqualTo("one");
        said("and to the compiler", written);

        // Another label is another etag: the compiler must not refuse what the api has accepted by it.
        Files.writeString(scripts.resolve("nightly.js"), script("Second", "two"));
        written = System.nanoTime();
        JsonNode second = awaitKnown("nightly", "Second");
        said("A changed script was known to the api", written);
        assertThat(compiled(submitted("nightly", second.path("etag").asText()))).isEqualTo("two");
        said("and to the compiler", written);

        // The jobs of before stay as they were.
        assertThat(api.get("/api/farm/v1/jobs/" + job + "/script").path("hash").asText())
                .isEqualTo(first.path("hash").asText());
        assertThat(compiled(job)).isEqualTo("one");

        // A built-in one that is overridden, and is there again when what overrode it goes.
        Files.writeString(scripts.resolve("echo_sleep_test.js"), script("Ours", "ours"));
        assertThat(compiled(submitted(
                        "echo-sleep-test",
                        awaitKnown("echo-sleep-test", "Ours").path("etag").asText())))
                .isEqualTo("ours");
        Files.delete(scripts.resolve("echo_sleep_test.js"));
        written = System.nanoTime();
        JsonNode builtIn = awaitKnown("echo-sleep-test", "Echo Sleep Test");
        said("A deleted script was gone from the api", written);
        assertThat(compiled(submitted("echo-sleep-test", builtIn.path("etag").asText())))
                .isEqualTo("echo");
        said("and from the compiler", written);
    }

    @Test
    void http_command_and_activity_say_the_same_of_a_broken_script() throws Exception {
        Files.writeString(scripts.resolve("broken.js"), """
                const JOB_TYPE = { label: 'Broken', settings: [] };
                function frames(job) {
                  return job.settings.nothing.frames;
                }
                function compileJob(job) {
                  frames(job);
                }
                """);
        String etag = awaitKnown("broken", "Broken").path("etag").asText();

        HttpResponse<String> refused = api.post("/api/farm/v1/compile", Map.of("job", Map.of("type", "broken")));
        Process command = new ProcessBuilder(
                        RunningFarm.java(),
                        "-jar",
                        "target/quarkus-app/quarkus-run.jar",
                        "compile",
                        "broken",
                        "--farm",
                        api.url())
                .redirectErrorStream(true)
                .start();
        String told = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        HttpResponse<String> submission = submission("broken", etag);
        String activity = Awaitility.await("the failed job")
                .atMost(Duration.ofSeconds(30))
                .until(() -> activityOf("test broken"), text -> !text.isEmpty());

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = RunningFarm.JSON.readTree(refused.body());
        assertThat(error.path("file").asText()).isEqualTo("broken.js");
        assertThat(error.path("line").asInt()).isEqualTo(3);
        assertThat(error.path("column").asInt()).isEqualTo(10);
        assertThat(error.path("stack")).hasSize(2);
        assertThat(command.waitFor()).isNotZero();
        assertThat(told).contains("broken.js:3:10: ");
        assertThat(activity).contains("(broken.js, line 3, column 10)");
        assertThat(submission.statusCode()).isEqualTo(400);
        for (String text : List.of(
                told,
                activity,
                RunningFarm.JSON.readTree(submission.body()).path("message").asText())) {
            assertThat(text)
                    .contains(error.path("message").asText())
                    .contains(error.path("source_line").asText() + "\n             ^");
            error.path("stack").forEach(call -> assertThat(text).contains("at " + call.asText()));
        }
    }

    private static RunningFarm process(String name, String roles) {
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

    private static String script(String label, String task) {
        return """
                const JOB_TYPE = { label: '%s', settings: [{ key: 'message', type: 'string', default: '' }] };
                function compileJob(job) { job.addTask(author.Task('%s', 'misc')); }
                """.formatted(label, task);
    }

    /** The job type as the api knows it, once it has the label. */
    private static JsonNode awaitKnown(String type, String label) {
        return Awaitility.await("job type " + type + " with label " + label)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            for (JsonNode each :
                                    api.get("/api/farm/v1/compilers").path("job_types")) {
                                if (each.path("name").asText().equals(type)) {
                                    return each;
                                }
                            }
                            return MissingNode.getInstance();
                        },
                        known -> known.path("label").asText().equals(label));
    }

    private static String submitted(String type, String etag) throws IOException {
        HttpResponse<String> answer = submission(type, etag);
        JsonNode body = RunningFarm.JSON.readTree(answer.body());
        assertThat(body.path("id").asText()).as(answer.body()).isNotEmpty();
        return body.path("id").asText();
    }

    private static HttpResponse<String> submission(String type, String etag) {
        return api.post(
                "/api/v3/jobs",
                Map.of(
                        "name",
                        "test " + type,
                        "type",
                        type,
                        "type_etag",
                        etag,
                        "priority",
                        50,
                        "submitter_platform",
                        "manager",
                        "settings",
                        Map.of("message", "hello")));
    }

    /** Of the failed job with the name; empty: there is none yet. */
    private static String activityOf(String name) {
        for (JsonNode job : api.get("/api/v3/jobs").path("jobs")) {
            if (job.path("name").asText().equals(name)
                    && job.path("status").asText().equals("failed")) {
                return job.path("activity").asText();
            }
        }
        return "";
    }

    /** The name of its first task. */
    private static String compiled(String job) {
        JsonNode as = api.awaitJob(job, Duration.ofSeconds(30), "queued", "failed");
        assertThat(as.path("status").asText()).as(as.path("activity").asText()).isEqualTo("queued");
        return api.tasks(job).getFirst().path("name").asText();
    }

    private static void said(String what, long since) {
        System.out.printf("%s %d ms after it was written%n", what, (System.nanoTime() - since) / 1_000_000);
    }
}
