// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;

/**
 * Calls every operation of Flamenco's contract, each as one calls it who gets what he wants, and notes where an answer is not
 * as the farm's document says.
 */
final class ApiTour {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SECRET = "very secret";

    private final OpenApiDocument document;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> visited = new LinkedHashSet<>();

    ApiTour(OpenApiDocument document) {
        this.document = document;
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    Set<String> visited() {
        return Set.copyOf(visited);
    }

    void run() throws IOException {
        configuration();
        String tag = call("createWorkerTag", json(Map.of("name", "tour", "description", "Of the tour")), 200)
                .path("id");
        call("fetchWorkerTags", given(), 200);
        call("fetchWorkerTag", given(), 200, tag);
        call("updateWorkerTag", json(Map.of("name", "the tour")), 204, tag);
        String worker = worker(tag);
        String checkout = files();
        String job = submission(tag, checkout);
        work(worker, job);
        changes(job);
        people(worker);
        call("signOff", as(worker), 204);
        call("deleteJobWhatWouldItDo", given(), 200, job);
        call("deleteJob", given(), 204, job);
        String other = json(job("Another")).post("/api/v3/jobs").path("id");
        call("deleteJobMass", json(Map.of("last_updated_max", "2999-01-01T00:00:00Z")), 204);
        for (String deleted : List.of(job, other)) {
            await().atMost(LONG)
                    .until(() -> given().get("/api/v3/jobs/" + deleted).statusCode() == 404);
        }
        call("deleteWorker", given(), 204, worker);
        call("deleteWorkerTag", given(), 204, tag);
    }

    private void configuration() throws IOException {
        call("getVersion", given(), 200);
        call("getConfiguration", given(), 200);
        call("getFarmStatus", given(), 200);
        call("getVariables", given(), 200, "users", "linux");
        call("getSharedStorage", given(), 200, "users", "linux");
        Path folder = Files.createTempDirectory("tour");
        call("checkSharedStoragePath", json(Map.of("path", folder.toString())), 200);
        call("findBlenderExePath", given(), 200);
        call("checkBlenderExePath", json(Map.of("path", "sh")), 200);
        String file = call("getConfigurationFile", given().accept("application/yaml"), 200)
                .asString();
        call("updateConfigurationFile", yaml(file), 204);
        call(
                "saveSetupAssistantConfig",
                json(Map.of(
                        "storageLocation",
                        folder.toString(),
                        "blenderExecutable",
                        Map.of("is_usable", true, "source", "default", "path", "", "input", "", "cause", ""))),
                204);
        call("getJobTypes", given(), 200);
        call("getJobType", given(), 200, "echo-sleep-test");
    }

    private String worker(String tag) {
        List<String> types = List.of("misc");
        String worker = call(
                        "registerWorker",
                        json(Map.of(
                                "name",
                                "tourist",
                                "secret",
                                SECRET,
                                "platform",
                                "linux",
                                "supported_task_types",
                                types)),
                        200)
                .path("uuid");
        call("setWorkerTags", json(Map.of("tag_ids", List.of(tag))), 204, worker);
        call(
                "signOn",
                as(worker)
                        .contentType(ContentType.JSON)
                        .body(Map.of("name", "tourist", "supported_task_types", types, "software_version", "3.9")),
                200);
        call("workerStateChanged", as(worker).contentType(ContentType.JSON).body(Map.of("status", "awake")), 204);
        call("workerState", as(worker), 204);
        call("scheduleTask", as(worker), 204);
        return worker;
    }

    private String files() {
        byte[] content = ("a scene " + UUID.randomUUID()).getBytes(UTF_8);
        String sha = sha(content);
        String size = Integer.toString(content.length);
        var spec = Map.of("files", List.of(Map.of("sha", sha, "size", content.length, "path", "scene.blend")));
        call("shamanCheckoutRequirements", json(spec), 200);
        call("shamanFileStoreCheck", given(), 200, sha, size);
        call("shamanFileStore", given().contentType("application/octet-stream").body(content), 204, sha, size);
        Map<String, Object> checkout = new HashMap<>(spec);
        checkout.put("checkoutPath", "tour");
        return call("shamanCheckout", json(checkout), 200).path("checkoutPath");
    }

    private static Map<String, Object> job(String name) {
        return Map.of(
                "name",
                name,
                "type",
                "echo-sleep-test",
                "submitter_platform",
                "linux",
                "priority",
                50,
                "settings",
                Map.of("message", "hi", "sleep_duration_seconds", 0));
    }

    private String submission(String tag, String checkout) {
        Map<String, Object> job = new HashMap<>(job("Tour"));
        job.put("worker_tag", tag);
        job.put("metadata", Map.of("user.name", "anna"));
        job.put("storage", Map.of("shaman_checkout_id", checkout));
        call("submitJobCheck", json(job), 204);
        String id = call("submitJob", json(job), 200).path("id");
        call("fetchJobs", given(), 200);
        call("fetchJob", given(), 200, id);
        call("fetchJobTasks", given(), 200, id);
        call("fetchJobBlocklist", given(), 200, id);
        call("fetchJobLastRenderedInfo", given(), 204, id);
        return id;
    }

    private void work(String worker, String job) throws IOException {
        // While one is held it is told as soon as there is a task.
        String task = await().atMost(LONG)
                .until(() -> as(worker).post("/api/v3/worker/task"), answer -> answer.statusCode() == 200)
                .path("uuid");
        call("scheduleTask", as(worker), 200);
        call("mayWorkerRun", as(worker), 200, task);
        call("fetchTaskLogTail", given(), 204, task);
        call(
                "taskUpdate",
                as(worker)
                        .contentType(ContentType.JSON)
                        .body(Map.of(
                                "taskStatus", "active", "activity", "At it", "log", "a line\n", "steps_completed", 1)),
                204,
                task);
        call("taskOutputProduced", as(worker).contentType("image/png").body(image()), 202, task);
        await().atMost(LONG)
                .until(() ->
                        given().get("/api/v3/jobs/" + job + "/last-rendered").statusCode() == 200);
        call("fetchJobLastRenderedInfo", given(), 200, job);
        call("fetchGlobalLastRenderedInfo", given(), 200);
        await().atMost(LONG)
                .until(() -> given().get("/api/v3/tasks/" + task + "/logtail").statusCode() == 200);
        call("fetchTask", given(), 200, task);
        call("fetchTaskLogTail", given(), 200, task);
        call("fetchTaskLogInfo", given(), 200, task);
        call("fetchWorkers", given(), 200);
        call("fetchWorker", given(), 200, worker);
        call("taskUpdate", as(worker).contentType(ContentType.JSON).body(Map.of("taskStatus", "completed")), 204, task);
        await().atMost(LONG)
                .untilAsserted(() -> given().get("/api/v3/tasks/" + task).then().body("status", is("completed")));
        call("setTaskStatus", json(Map.of("status", "queued", "reason", "Once more")), 204, task);
    }

    private void changes(String job) {
        call("setJobPriority", json(Map.of("priority", 60)), 204, job);
        call("setJobTag", json(Map.of("id", "")), 204, job);
        call("setJobStatus", json(Map.of("status", "cancel-requested", "reason", "Enough")), 204, job);
        call("removeJobBlocklist", json(List.of()), 204, job);
    }

    private void people(String worker) {
        call("fetchWorkerSleepSchedule", given(), 204, worker);
        call(
                "setWorkerSleepSchedule",
                json(Map.of("is_active", true, "days_of_week", "mo tu", "start_time", "09:00", "end_time", "18:00")),
                204,
                worker);
        await().atMost(LONG)
                .until(() -> given().get("/api/v3/worker-mgt/workers/" + worker + "/sleep-schedule")
                                .statusCode()
                        == 200);
        call("fetchWorkerSleepSchedule", given(), 200, worker);
        call("requestWorkerStatusChange", json(Map.of("status", "asleep", "is_lazy", true)), 204, worker);
        call("workerState", as(worker), 200);
        call("fetchWorker", given(), 200, worker);
        call("setWorkerTags", json(Map.of("tag_ids", List.of())), 204, worker);
    }

    private Response call(String id, RequestSpecification request, int expected, String... parameters) {
        var operation = document.operation(id);
        String path = operation.path();
        for (String parameter : parameters) {
            path = path.replaceFirst("\\{[^}]+}", parameter);
        }
        Response answer = request.request(operation.method(), path);
        String said = answer.asString();
        visited.add(id);
        if (answer.statusCode() != expected) {
            faults.add(id + ": " + answer.statusCode() + " instead of " + expected + ": " + said);
        } else {
            String mediaType = answer.contentType().replaceFirst(";.*", "");
            document.faults(operation, expected, mediaType, said).forEach(fault -> faults.add(id + ": " + fault));
        }
        return answer;
    }

    private static RequestSpecification json(Object body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private static RequestSpecification yaml(String body) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .contentType("application/yaml")
                .body(body);
    }

    private static RequestSpecification as(String worker) {
        return given().auth().preemptive().basic(worker, SECRET);
    }

    private static byte[] image() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 9, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static String sha(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
