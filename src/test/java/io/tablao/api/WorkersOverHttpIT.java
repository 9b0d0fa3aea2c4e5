// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static io.tablao.api.ApiCalls.echo;
import static io.tablao.api.ApiCalls.expectError;
import static io.tablao.api.ApiCalls.post;
import static io.tablao.api.ApiCalls.submitted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.tablao.farm.TestInfrastructure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What workers that speak HTTP say to a farm, as Flamenco's workers do, and what it answers. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(ApiIT.WholeFarm.class)
class WorkersOverHttpIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeEach
    void theFarmIsReady() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void workersOverHttpProveWhoTheyAre() {
        expectError(given().post("/api/v3/worker/task").then(), 401, "A worker says who it is");
        given().auth()
                .preemptive()
                .basic("anna", "secret")
                .get("/api/v3/worker/state")
                .then()
                .statusCode(403);
        given().auth()
                .preemptive()
                .basic(UUID.randomUUID().toString(), "secret")
                .get("/api/v3/worker/state")
                .then()
                .statusCode(403);
        String anna = registerWorker("known-anna");
        given().auth()
                .preemptive()
                .basic(anna, "not her secret")
                .get("/api/v3/worker/state")
                .then()
                .statusCode(403);
        as(anna).get("/api/v3/worker/state").then().statusCode(204);
        given().auth()
                .preemptive()
                .basic(anna, "not her secret")
                .get("/api/v3/worker/state")
                .then()
                .statusCode(403);
        given().delete("/api/v3/worker-mgt/workers/" + anna).then().statusCode(204);
        as(anna).get("/api/v3/worker/state").then().statusCode(403);
        expectError(
                given().contentType(ContentType.JSON)
                        .body("{\"name\": \"x\", \"secret\": \"short\", \"platform\": \"amiga\"}")
                        .post("/api/v3/worker/register-worker")
                        .then(),
                400,
                "Field \"secret\" must have");
    }

    @Test
    void workersOverHttpComeGoAndDoAsTheyAreTold() {
        String bert = registerWorker("told-bert");
        expectError(as(bert).post("/api/v3/worker/task").then(), 409, "is offline");
        as(bert).body("""
                {"name": "told-bert", "supported_task_types": ["bert-only"], "software_version": "3.9", "can_restart": true}""").post("/api/v3/worker/sign-on").then().statusCode(200).body("status_requested", is("awake"));
        as(bert).get("/api/v3/worker/state").then().statusCode(204);

        var held = CompletableFuture.supplyAsync(
                () -> as(bert).post("/api/v3/worker/task").then().extract());
        await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> !held.isDone());
        requestStatus(bert, "asleep");
        var told = held.join();
        assertThat(told.statusCode()).isEqualTo(423);
        assertThat(told.path("status_requested").toString()).isEqualTo("asleep");

        String task = "/api/v3/worker/task/" + UUID.randomUUID();
        as(bert).get(task + "/may-i-run")
                .then()
                .statusCode(200)
                .body("mayKeepRunning", is(false), "statusChangeRequested", is(true));
        as(bert).get("/api/v3/worker/state").then().statusCode(200).body("status_requested", is("asleep"));
        as(bert).body("{\"status\": \"asleep\"}")
                .post("/api/v3/worker/state-changed")
                .then()
                .statusCode(204);
        as(bert).get("/api/v3/worker/state").then().statusCode(204);
        expectError(as(bert).post("/api/v3/worker/task").then(), 409, "is asleep");
        expectError(as(bert).body("{\"taskStatus\": \"completed\"}").post(task).then(), 409, "is not one that worker");
        expectError(
                as(bert).body("{\"taskStatus\": \"soft-failed\"}").post(task).then(), 400, "soft-failed");
        expectError(as(bert).body("{}").post("/api/v3/worker/task/7").then(), 400, "ids are UUIDs");
        as(bert).post("/api/v3/worker/sign-off").then().statusCode(204);
        as(bert).body("""
                {"name": "told-bert", "supported_task_types": ["bert-only"], "software_version": "3.9"}""").post("/api/v3/worker/sign-on").then().statusCode(200).body("status_requested", is("asleep"));
        as(bert).post("/api/v3/worker/sign-off").then().statusCode(204);
    }

    @Test
    void whatWorkersRenderIsShown() throws IOException, InterruptedException {
        String tag = post("/api/v3/worker-mgt/tags", "{\"name\": \"painters\"}")
                .statusCode(200)
                .extract()
                .path("id");
        String cleo = registerWorker("painting-cleo");
        post("/api/v3/worker-mgt/workers/" + cleo + "/settags", "{\"tag_ids\": [\"" + tag + "\"]}")
                .statusCode(204);
        as(cleo).body("""
                {"name": "painting-cleo", "supported_task_types": ["misc"], "software_version": "3.9"}""").post("/api/v3/worker/sign-on").then().statusCode(200);
        String job = submitted("{\"worker_tag\": \"" + tag + "\", "
                        + echo("painted", "queued").substring(1))
                .extract()
                .path("id");
        String task = as(cleo).post("/api/v3/worker/task")
                .then()
                .statusCode(200)
                .extract()
                .path("uuid");
        String to = "/api/v3/worker/task/" + task + "/output-produced";
        String info = "/api/v3/jobs/" + job + "/last-rendered";
        given().get(info).then().statusCode(204);

        byte[] png = image("png");
        image(cleo, "image/png", png).post(to).then().statusCode(202);

        await().atMost(LONG).untilAsserted(() -> given().get(info).then().statusCode(200));
        var shown = given().get(info).then().extract();
        String base = shown.path("base");
        List<String> suffixes = shown.path("suffixes");
        assertThat(suffixes)
                .containsExactly("last-rendered.jpg", "last-rendered-small.jpg", "last-rendered-tiny.jpg")
                .extracting(suffix -> ImageIO.read(new ByteArrayInputStream(given().get(base + "/" + suffix)
                                .then()
                                .statusCode(200)
                                .contentType("image/jpeg")
                                .header("Cache-Control", containsString("no-cache"))
                                .header("Last-Modified", notNullValue())
                                .header("Tablao-Task", is(task))
                                .extract()
                                .asByteArray()))
                        .getWidth())
                .containsExactly(1920, 600, 200);
        given().get("/api/v3/jobs/last-rendered").then().statusCode(200).body("base", is(base));
        String image = base + "/" + suffixes.getFirst();
        var first = given().get(image);
        given().header("If-None-Match", first.header("ETag")).get(image).then().statusCode(304);
        given().header("If-Modified-Since", first.header("Last-Modified"))
                .get(image)
                .then()
                .statusCode(304);
        expectError(given().get(base + "/huge.jpg").then(), 404, "There is no image");

        refusesOutputs(cleo, task, png);

        for (String news : List.of("active", "completed")) {
            as(cleo).body(Map.of("taskStatus", news))
                    .post("/api/v3/worker/task/" + task)
                    .then()
                    .statusCode(204);
        }
        // That of a worker's last frame may come after its task has ended.
        image(cleo, "image/jpeg; q=1", image("jpg")).post(to).then().statusCode(202);
        await().atMost(LONG)
                .untilAsserted(() -> given().header("If-None-Match", first.header("ETag"))
                        .get(image)
                        .then()
                        .statusCode(200));

        as(cleo).post("/api/v3/worker/sign-off").then().statusCode(204);
        given().delete("/api/v3/jobs/" + job).then().statusCode(204);
        await().atMost(LONG).untilAsserted(() -> given().get(image).then().statusCode(404));
        given().get(info).then().statusCode(404);
    }

    private void refusesOutputs(String cleo, String task, byte[] png) throws IOException, InterruptedException {
        String to = "/api/v3/worker/task/" + task + "/output-produced";
        String dora = registerWorker("painting-dora");
        expectError(given().contentType("image/png").body(png).post(to).then(), 401, "says who it is");
        expectError(image(dora, "image/png", png).post(to).then(), 409, "is not this worker's");
        expectError(
                image(cleo, "image/png", png)
                        .post(to.replace(task, UUID.randomUUID().toString()))
                        .then(),
                404,
                "There is no task");
        expectError(image(cleo, "image/png", png).post(to.replace(task, "7")).then(), 400, "ids are UUIDs");
        for (String type : List.of("image/x-exr", "text/plain")) {
            expectError(image(cleo, type, png).post(to).then(), 415, "image/png or image/jpeg");
        }
        expectError(
                image(cleo, "image/png", "no image".getBytes(UTF_8)).post(to).then(), 415, "cannot be shown");
        byte[] piece = Arrays.copyOf(png, png.length / 2);
        expectError(image(cleo, "image/png", piece).post(to).then(), 415, "broken");

        String authorization = "Authorization: Basic "
                + Base64.getEncoder().encodeToString((cleo + ":very secret").getBytes(UTF_8)) + "\r\n";
        String headers = authorization + "Content-Type: image/png\r\n";
        try (SlowUpload large = new SlowUpload(to, (25 << 20) + 1, headers)) {
            assertThat(large.answer())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("\"code\":413")
                    .contains("25 MB");
        }
        try (SlowUpload chunked = new SlowUpload(to, "Transfer-Encoding: chunked\r\n" + headers)) {
            assertThat(chunked.answer()).startsWith("HTTP/1.1 411 ").contains("\"code\":411");
        }
        try (SlowUpload held = new SlowUpload(to, png.length, headers)) {
            await().atMost(LONG)
                    .untilAsserted(() ->
                            expectError(image(cleo, "image/png", png).post(to).then(), 429, "one after the other"));
            held.send(png, 0, png.length);
            assertThat(held.answer()).startsWith("HTTP/1.1 202 ");
        }
    }

    private static RequestSpecification image(String worker, String type, byte[] image) {
        return given().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("image/x-exr", ContentType.BINARY)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(type)
                .body(image)
                .auth()
                .preemptive()
                .basic(worker, "very secret");
    }

    private static byte[] image(String format) throws IOException {
        var image = new BufferedImage(2000, 1000, BufferedImage.TYPE_INT_RGB);
        var random = new Random(3);
        for (int i = 0; i < 500; i++) {
            image.setRGB(random.nextInt(2000), random.nextInt(1000), random.nextInt());
        }
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static String registerWorker(String name) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "name",
                        name,
                        "secret",
                        "very secret",
                        "platform",
                        "linux",
                        "supported_task_types",
                        List.of("x")))
                .post("/api/v3/worker/register-worker")
                .then()
                .statusCode(200)
                .body("name", is(name), "status", is("offline"), "platform", is("linux"))
                .extract()
                .path("uuid");
    }

    private static RequestSpecification as(String worker) {
        return given().contentType(ContentType.JSON).auth().preemptive().basic(worker, "very secret");
    }

    private static void requestStatus(String worker, String status) {
        given().contentType(ContentType.JSON)
                .body(Map.of("status", status, "is_lazy", false))
                .post("/api/v3/worker-mgt/workers/" + worker + "/setstatus")
                .then()
                .statusCode(204);
    }
}
