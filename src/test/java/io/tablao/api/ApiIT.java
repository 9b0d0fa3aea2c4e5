// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static io.tablao.api.ApiCalls.awaitStatus;
import static io.tablao.api.ApiCalls.delete;
import static io.tablao.api.ApiCalls.echo;
import static io.tablao.api.ApiCalls.expectError;
import static io.tablao.api.ApiCalls.post;
import static io.tablao.api.ApiCalls.sleep;
import static io.tablao.api.ApiCalls.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.tablao.farm.TestInfrastructure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A whole farm in this JVM, asked over HTTP. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(ApiIT.WholeFarm.class)
class ApiIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** All roles, with one worker. */
    public static class WholeFarm implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tablao.worker.count", "1");
        }
    }

    @BeforeEach
    void theFarmIsReady() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void tellsWhatItIs() {
        given().get("/api/v3/version").then().statusCode(200).body("name", is("Tablao"), "version", notNullValue());
        given().get("/api/v3/configuration").then().statusCode(200).body("storageLocation", containsString("storage"));
    }

    @Test
    void tellsItsJobTypes() {
        given().get("/api/v3/jobs/types")
                .then()
                .statusCode(200)
                .body("job_types.name", hasItems("echo-sleep-test", "simple-blender-render"));
        given().get("/api/v3/jobs/type/echo-sleep-test")
                .then()
                .statusCode(200)
                .body("etag", notNullValue(), "settings.key", hasItems("message"));
        expectError(given().get("/api/v3/jobs/type/nope").then(), 404, "There is no job type \"nope\"");
    }

    @Test
    void compilesWithoutSubmitting() {
        given().contentType(ContentType.JSON)
                .body("""
                        {"job": {"type": "echo-sleep-test", "settings": {"message": "hi", "sleep_repeats": 2}}}""")
                .post("/api/farm/v1/compile")
                .then()
                .statusCode(200)
                .body("tasks.name", is(List.of("echo", "sleep", "sleep")))
                .body("tasks[1].dependencies", is(List.of(0)))
                .body("tasks[0].commands[0].parameters.message", is("hi"))
                .body("tasks[0].commands[0].total_step_count", is(0))
                .body("settings.sleep_duration_seconds", is(1))
                .body("log", hasSize(0))
                .body("duration_ms", greaterThan(0f));
    }

    @Test
    void compilesGivenScriptsOfTypesKnownOrNot() {
        String script = "const lib = require('./lib'); const JOB_TYPE = { label: 'x', settings: [] };"
                + " function compileJob(job) { print('printed', job.name); job.addTask(author.Task(lib.name, 'misc')) }";
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "job", Map.of("type", "nobody-knows", "name", "trial"),
                        "script", script,
                        "modules", Map.of("lib.js", "exports.name = 'from the module'")))
                .post("/api/farm/v1/compile")
                .then()
                .statusCode(200)
                .body("tasks.name", is(List.of("from the module")))
                .body("log", is(List.of("printed trial")));
    }

    @Test
    void tellsWhereAScriptIsWrong() {
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "job",
                        Map.of("type", "echo-sleep-test"),
                        "script",
                        "const JOB_TYPE = { label: 'x', settings: [] };\nfunction compileJob(job) {\n  nope();\n}"))
                .post("/api/farm/v1/compile")
                .then()
                .statusCode(400)
                .body("code", is(400), "file", is("echo_sleep_test.js"), "line", is(3), "column", is(3))
                .body("message", is("ReferenceError: nope is not defined"))
                .body("source_line", is("  nope();"));
        expectError(
                given().contentType(ContentType.JSON)
                        .body("{\"job\": {\"type\": \"echo-sleep-test\"}}")
                        .post("/api/farm/v1/compile")
                        .then(),
                400,
                "Setting \"message\" is required");
        expectError(
                given().contentType(ContentType.JSON)
                        .body("{}")
                        .post("/api/farm/v1/compile")
                        .then(),
                400,
                "Field \"job\" is required: a submission, as for /api/v3/jobs");
    }

    @Test
    void listsItsScripts() {
        given().get("/api/farm/v1/compilers")
                .then()
                .statusCode(200)
                .body("job_types.name", hasItems("echo-sleep-test", "simple-blender-render", "single-image-render"))
                .body("job_types[0].file", is("echo_sleep_test.js"), "job_types[0].origin", is("built-in"))
                .body("broken", hasSize(0));
    }

    @Test
    void aSubmittedJobIsCarriedOutAndShown() {
        // given
        String job = submitted(echo("Hello", "queued")).extract().path("id");

        // when
        awaitStatus(job, "completed");

        // then
        given().get("/api/v3/jobs").then().statusCode(200).body("jobs.id", hasItems(job));
        var tasks = given().get("/api/v3/jobs/" + job + "/tasks")
                .then()
                .statusCode(200)
                .body("tasks", hasSize(2), "tasks[0].name", is("echo"), "tasks[0].status", is("completed"))
                .body("tasks[0].task_type", is("misc"), "tasks[0].worker.name", notNullValue());
        String echo = tasks.extract().path("tasks[0].id");
        given().get("/api/v3/jobs/" + job + "/tasks?from=1&limit=1")
                .then()
                .body("tasks", hasSize(1), "tasks[0].index_in_job", is(1));
        given().get("/api/v3/tasks/" + echo)
                .then()
                .statusCode(200)
                .body("job_id", is(job), "commands[0].name", is("echo"), "steps_completed", is(1))
                .body("commands[0].parameters.message", is("Hello"), "failed_by_workers", hasSize(0));
        await().atMost(LONG)
                .until(() -> given().get("/api/v3/tasks/" + echo + "/logtail").statusCode() == 200);
        given().get("/api/v3/tasks/" + echo + "/logtail").then().body(containsString("Hello"));
        given().get("/api/farm/v1/tasks/" + echo + "/log")
                .then()
                .contentType(ContentType.TEXT)
                .body(containsString("Hello"));
        given().get("/api/v3/tasks/" + echo + "/log")
                .then()
                .body("url", is("/api/farm/v1/tasks/" + echo + "/log"), "size", greaterThan(0));
        given().get("/api/farm/v1/jobs/" + job + "/script")
                .then()
                .statusCode(200)
                .body("job_type", is("echo-sleep-test"), "hash", hasLength(64), "current_hash", hasLength(64));
        given().get("/api/farm/v1/jobs/" + job + "/progress")
                .then()
                .body("status", is("completed"), "tasks.total", is(2), "tasks.completed", is(2), "runnable", is(0));
        given().get("/api/v3/jobs/" + job + "/blocklist").then().statusCode(200).body("", hasSize(0));
        given().get("/api/farm/v1/queues").then().statusCode(200).body("queues.type", hasItems("misc"));
        String worker = tasks.extract().path("tasks[0].worker.id");
        given().get("/api/v3/worker-mgt/workers").then().statusCode(200).body("workers.id", hasItems(worker));
        given().get("/api/v3/worker-mgt/workers/" + worker)
                .then()
                .statusCode(200)
                .body("status", is("awake"), "supported_task_types", hasItems("misc"), "task.job_id", notNullValue());
    }

    @Test
    void aSubmissionIsAnsweredWithItsJob() {
        submitted(echo("Not yet", "paused"))
                .body("status", is("paused"), "steps_total", is(2), "settings.message", is("Not yet"))
                .body("settings.sleep_repeats", is(1), "metadata.project", is("Flight"));
    }

    @Test
    void theSameIdIsTheSameJob() {
        // given
        String id = UUID.randomUUID().toString();
        String job = "{\"id\": \"" + id + "\", " + echo("Once", "paused").substring(1);
        submitted(job).body("id", is(id));

        // then
        submitted(job).body("id", is(id), "status", is("paused"));
        expectError(post("/api/v3/jobs", job.replace("A test", "Another")), 409, "is another one");
    }

    @Test
    void whatAScriptRefusesComesBackWithItsMessage() {
        expectError(post("/api/v3/jobs", """
                        {"name": "Video", "type": "simple-blender-render", "submitter_platform": "linux", "settings": {
                         "frames": "1-2", "render_output_root": "/out", "add_path_components": 0, "blendfile": "a.blend",
                         "render_output_path": "/out/######", "format": "FFMPEG", "image_file_extension": ".mp4",
                         "scene": ""}}
                        """), 400, "FFMPEG");
    }

    @Test
    void aCheckKeepsNothing() {
        post("/api/v3/jobs/check", echo("Trial", "queued").replace("A test", "Only checked"))
                .statusCode(204);
        expectError(post("/api/v3/jobs/check", echo("x", "queued").replace("\"x\"", "5")), 400, "\"message\"");
        expectError(
                post(
                        "/api/v3/jobs/check",
                        "{\"type_etag\": \"former\", " + echo("x", "queued").substring(1)),
                412,
                "has changed");
        assertThat(given().get("/api/v3/jobs").asString()).doesNotContain("Only checked");
    }

    @Test
    void aJobIsChanged() {
        // given
        String job = submitted(echo("Waits", "paused")).extract().path("id");

        // when
        post("/api/v3/jobs/" + job + "/setpriority", "{\"priority\": 90}").statusCode(204);
        // then
        given().get("/api/v3/jobs/" + job).then().body("priority", is(90));

        // when
        post("/api/v3/jobs/" + job + "/setstatus", "{\"status\": \"cancel-requested\", \"reason\": \"tests\"}")
                .statusCode(204);
        // then
        awaitStatus(job, "canceled");
        expectError(
                post("/api/v3/jobs/" + job + "/setstatus", "{\"status\": \"pause-requested\", \"reason\": \"\"}"),
                422,
                "canceled");
    }

    @Test
    void singleTasksAreChanged() {
        // given
        String job = submitted(echo("Waits", "paused")).extract().path("id");
        String task = given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[1].id");

        // when
        post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"canceled\", \"reason\": \"not needed\"}")
                .statusCode(204);
        // then
        given().get("/api/v3/tasks/" + task).then().body("status", is("canceled"), "activity", is("not needed"));
        expectError(
                post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"paused\", \"reason\": \"\"}"),
                422,
                "Expected to pause task sleep but it is canceled");
        expectError(
                post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"active\", \"reason\": \"\"}"),
                422,
                "not to become active");
        expectError(post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"gone\"}"), 400, "\"gone\"");
        post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"queued\", \"reason\": \"\"}")
                .statusCode(204);
        given().get("/api/v3/tasks/" + task).then().body("status", is("queued"));
    }

    @Test
    void aTaskOfACompletedJobRunsAgainAlone() {
        // given
        String job = submitted(echo("Again", "queued")).extract().path("id");
        awaitStatus(job, "completed");
        String task = given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[1].id");
        String echoed = given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[0].updated");
        String slept = given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[1].updated");

        // when
        post("/api/v3/tasks/" + task + "/setstatus", "{\"status\": \"queued\", \"reason\": \"again\"}")
                .statusCode(204);
        awaitStatus(job, "completed");

        // then
        given().get("/api/v3/jobs/" + job + "/tasks")
                .then()
                .body("tasks[0].updated", is(echoed), "tasks[1].updated", greaterThan(slept));
    }

    @Test
    void aBlocklistIsShortened() {
        String job = submitted(echo("Waits", "paused")).extract().path("id");
        String entry = "{\"worker_id\": \"" + UUID.randomUUID() + "\", \"task_type\": \"blender\"}";

        delete("/api/v3/jobs/" + job + "/blocklist", "[" + entry + "]").statusCode(204);
        expectError(delete("/api/v3/jobs/" + UUID.randomUUID() + "/blocklist", "[" + entry + "]"), 404, "no job");
        expectError(delete("/api/v3/jobs/" + job + "/blocklist", entry), 400, "list of objects");
        expectError(delete("/api/v3/jobs/" + job + "/blocklist", "[{}]"), 400, "\"worker_id\" is required");
    }

    @Test
    void aJobGetsAnotherTag() {
        String job = submitted(echo("Waits", "paused")).extract().path("id");
        String tag = post("/api/v3/worker-mgt/tags", "{\"name\": \"fast\"}")
                .statusCode(200)
                .extract()
                .path("id");

        post("/api/v3/jobs/" + job + "/settag", "{\"id\": \"" + tag + "\"}").statusCode(204);
        given().get("/api/v3/jobs/" + job).then().body("worker_tag", is(tag));
        post("/api/v3/jobs/" + job + "/settag", "{}").statusCode(204);
        post("/api/v3/jobs/" + job + "/settag", "{\"name\": \"Fast\"}").statusCode(204);
        given().get("/api/v3/jobs/" + job).then().body("worker_tag", is(tag));
        String nobodys = UUID.randomUUID().toString();
        expectError(post("/api/v3/jobs/" + job + "/settag", "{\"id\": \"" + nobodys + "\"}"), 422, nobodys);
        expectError(
                post(
                        "/api/v3/jobs",
                        "{\"worker_tag\": \"" + nobodys + "\", "
                                + echo("x", "paused").substring(1)),
                400,
                "There is no tag " + nobodys);
        post("/api/v3/jobs/" + job + "/settag", "{}").statusCode(204);
        given().get("/api/v3/jobs/" + job).then().body("$", not(hasKey("worker_tag")));
        expectError(post("/api/v3/jobs/" + job + "/settag", "{\"name\": \"Nobody's\"}"), 422, "Nobody's");
        expectError(post("/api/v3/jobs/" + job + "/settag", "{\"id\": \"fast\"}"), 400, "UUIDs");
    }

    @Test
    void whatIsNotThereCannotBeChanged() {
        String nobody = UUID.randomUUID().toString();
        expectError(
                post("/api/v3/jobs/" + nobody + "/setstatus", "{\"status\": \"queued\", \"reason\": \"\"}"),
                404,
                nobody);
        expectError(given().get("/api/v3/jobs/" + nobody).then(), 404, nobody);
        expectError(given().get("/api/v3/jobs/" + nobody + "/tasks").then(), 404, nobody);
        expectError(given().get("/api/v3/tasks/" + nobody).then(), 404, nobody);
        expectError(given().get("/api/v3/worker-mgt/workers/" + nobody).then(), 404, nobody);
        expectError(given().get("/api/farm/v1/jobs/" + nobody + "/progress").then(), 404, nobody);
    }

    @Test
    void aWorkerSleepsAfterItsTaskOrAtOnceAndWakes() {
        // given
        String worker = theWorker();
        String slow = submitted(sleep(3)).extract().path("id");
        awaitTasks(slow, "active", 1);

        // when
        post(worker + "/setstatus", "{\"status\": \"asleep\", \"is_lazy\": true}")
                .statusCode(204);
        // then
        given().get(worker)
                .then()
                .body("status", is("awake"), "status_change.status", is("asleep"), "status_change.is_lazy", is(true));
        awaitWorker(worker, "asleep");
        given().get(worker).then().body("$", not(hasKey("status_change")));
        awaitTasks(slow, "completed", 1);
        expectError(post(worker + "/setstatus", "{\"status\": \"error\", \"is_lazy\": false}"), 422, "not to be error");

        // when
        post(worker + "/setstatus", "{\"status\": \"awake\", \"is_lazy\": false}")
                .statusCode(204);
        // then
        awaitStatus(slow, "completed");

        // given
        String lasting = submitted(sleep(300)).extract().path("id");
        awaitTasks(lasting, "active", 1);
        // when
        post(worker + "/setstatus", "{\"status\": \"asleep\", \"is_lazy\": false}")
                .statusCode(204);
        // then
        awaitWorker(worker, "asleep");
        awaitTasks(lasting, "active", 0);
        post("/api/v3/jobs/" + lasting + "/setstatus", "{\"status\": \"cancel-requested\", \"reason\": \"tests\"}")
                .statusCode(204);
        post(worker + "/setstatus", "{\"status\": \"restart\", \"is_lazy\": false}")
                .statusCode(204);
        post(worker + "/setstatus", "{\"status\": \"awake\", \"is_lazy\": false}")
                .statusCode(204);
        awaitWorker(worker, "awake");
    }

    @Test
    void aTaggedJobWaitsForAWorkerThatCarriesTheTag() {
        // given
        String worker = theWorker();
        String tag = post("/api/v3/worker-mgt/tags", "{\"name\": \"gpu\", \"description\": \"Large cards\"}")
                .statusCode(200)
                .body("name", is("gpu"), "description", is("Large cards"))
                .extract()
                .path("id");
        expectError(post("/api/v3/worker-mgt/tags", "{\"name\": \"GPU\"}"), 422, "called GPU already");
        String tagged = submitted("{\"worker_tag\": \"" + tag + "\", "
                        + echo("tagged", "queued").substring(1))
                .extract()
                .path("id");
        String untagged = submitted(echo("untagged", "queued")).extract().path("id");
        awaitStatus(untagged, "completed");
        given().get("/api/v3/jobs/" + tagged).then().body("status", is("queued"));
        expectError(given().delete("/api/v3/worker-mgt/tag/" + tag).then(), 409, "A test");

        // when
        post(worker + "/settags", "{\"tag_ids\": [\"" + tag + "\"]}").statusCode(204);

        // then
        given().get(worker).then().body("tags.name", is(List.of("gpu")), "tags.id", is(List.of(tag)));
        awaitStatus(tagged, "completed");

        // when
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"cards\"}")
                .put("/api/v3/worker-mgt/tag/" + tag)
                .then()
                .statusCode(204);
        // then
        given().get("/api/v3/worker-mgt/tag/" + tag).then().body("name", is("cards"), "$", not(hasKey("description")));
        given().get("/api/v3/worker-mgt/tags").then().body("tags.name", hasItems("cards"));

        // when
        given().delete("/api/v3/worker-mgt/tag/" + tag).then().statusCode(204);
        // then
        given().get("/api/v3/worker-mgt/tag/" + tag).then().statusCode(404);
        await().atMost(LONG).untilAsserted(() -> given().get(worker).then().body("tags", hasSize(0)));
        expectError(post(worker + "/settags", "{\"tag_ids\": [\"" + tag + "\"]}"), 400, tag);
        expectError(post(worker + "/settags", "{\"tag_ids\": [\"gpu\"]}"), 400, "UUIDs");
        expectError(post(worker + "/settags", "{}"), 400, "\"tag_ids\" is required");
    }

    @Test
    void aWorkerFollowsItsSleepSchedule() {
        String worker = theWorker();
        String schedule = worker + "/sleep-schedule";
        given().get(schedule).then().statusCode(204);

        post(schedule, "{\"is_active\": true, \"days_of_week\": \"\", \"start_time\": \"\", \"end_time\": \"\"}")
                .statusCode(204);
        awaitWorker(worker, "asleep");
        post(
                        schedule,
                        "{\"is_active\": false, \"days_of_week\": \"su mo\", \"start_time\": \"22:00\", \"end_time\": \"6:30\"}")
                .statusCode(204);
        given().get(schedule)
                .then()
                .statusCode(200)
                .body(
                        "is_active", is(false),
                        "days_of_week", is("mo su"),
                        "start_time", is("22:00"),
                        "end_time", is("06:30"));
        post(worker + "/setstatus", "{\"status\": \"awake\", \"is_lazy\": false}")
                .statusCode(204);
        awaitWorker(worker, "awake");

        expectError(
                post(schedule, "{\"is_active\": true, \"days_of_week\": \"mo xx\", \"start_time\": \"25:00\"}"),
                400,
                "\"xx\"; Field \"start_time\" must be a time of day such as 22:00, not \"25:00\"");
        expectError(
                post(schedule, "{\"is_active\": true, \"start_time\": \"09:00\", \"end_time\": \"09:00\"}"),
                400,
                "leave both out");
        String nobody = "/api/v3/worker-mgt/workers/" + UUID.randomUUID();
        expectError(given().get(nobody + "/sleep-schedule").then(), 404, "There is no worker");
        expectError(post(nobody + "/sleep-schedule", "{\"is_active\": false}"), 404, "There is no worker");
        expectError(given().delete(nobody).then(), 404, "There is no worker");
    }

    @Test
    void aWorkerThatIsDeletedWhileItLivesComesBackAsANewOne() {
        String worker = theWorker();
        post(worker + "/sleep-schedule", "{\"is_active\": false}").statusCode(204);

        given().delete(worker).then().statusCode(204);

        awaitWorker(worker, "awake");
        given().get(worker + "/sleep-schedule").then().statusCode(204);
        awaitStatus(submitted(echo("again", "queued")).extract().path("id"), "completed");
    }

    @Test
    void everyErrorHasOneShape() {
        expectError(given().get("/api/v3/jobs/17").then(), 400, "UUIDs");
        expectError(given().get("/api/v3/nothing/here").then(), 404, "/api/v3/nothing/here");
        expectError(given().get("/nothing").then(), 404, "/nothing");
        expectError(given().delete("/api/v3/version").then(), 405, "method");
        expectError(post("/api/v3/jobs", "{\n \"name\": }"), 400, "line 2, column");
        expectError(post("/api/v3/jobs", ""), 400, "JSON object");
        expectError(
                post("/api/v3/jobs", "{\"name\": 5, \"priority\": \"high\"}"),
                400,
                "\"name\" must be a text, not 5; Field \"type\" is required; Field \"priority\" must be a whole number");
        expectError(
                given().contentType(ContentType.XML)
                        .body("<job/>")
                        .post("/api/v3/jobs")
                        .then(),
                415,
                "application/json");
        expectError(post("/api/v3/jobs", "\"" + "x".repeat(1_000_000) + "\""), 413, "kB");
        expectError(post("/api/v3/jobs", "\"" + "x".repeat(11_000_000) + "\""), 413, "10 MB");
        String job = submitted(echo("x", "paused")).extract().path("id");
        expectError(given().get("/api/v3/jobs/" + job + "/tasks?limit=many").then(), 400, "\"limit\"");
        expectError(post("/api/v3/jobs/" + job + "/setpriority", "{\"priority\": 101}"), 400, "0 to 100");
        expectError(post("/api/v3/jobs/" + job + "/setstatus", "{\"status\": \"gone\"}"), 400, "\"gone\"");
    }

    @Test
    void documentsAndMeasuresItself() {
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body(allOf(
                        containsString("/api/v3/jobs/{job_id}/setstatus"),
                        containsString("/api/farm/v1/queues"),
                        containsString("SubmittedJob")));
        given().get("/q/swagger-ui/").then().statusCode(200);
        submitted(echo("Counted", "paused"));
        assertThat(given().get("/q/metrics").asString())
                .contains("tablao_submissions_total{outcome=\"compiled\",type=\"echo-sleep-test\"}");
    }

    /** The farm's own; others come and go over HTTP. */
    private static String theWorker() {
        String id = given().get("/api/v3/worker-mgt/workers")
                .then()
                .extract()
                .path("workers.find { it.version.startsWith('Tablao') }.id");
        return "/api/v3/worker-mgt/workers/" + id;
    }

    private static void awaitWorker(String worker, String status) {
        await().atMost(LONG)
                .untilAsserted(() -> given().get(worker).then().statusCode(200).body("status", is(status)));
    }

    /** Waits until so many of the job's sleep tasks have the status. */
    private static void awaitTasks(String job, String status, int count) {
        await().atMost(LONG)
                .untilAsserted(() -> given().get("/api/v3/jobs/" + job + "/tasks")
                        .then()
                        .body("tasks.findAll { it.name == 'sleep' && it.status == '" + status + "' }", hasSize(count)));
    }
}
