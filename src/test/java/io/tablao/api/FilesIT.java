// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tablao.farm.TestInfrastructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of jobs, sent to a whole farm over HTTP. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(ApiIT.WholeFarm.class)
class FilesIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    @ConfigProperty(name = "tablao.data-dir")
    String dataDir;

    @BeforeEach
    void theFarmIsReady() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void uploadsFilesAndChecksThemOut() throws IOException {
        given().get("/api/v3/configuration").then().body("shamanEnabled", is(true));
        byte[] scene = unique("scene");
        byte[] texture = unique("texture");
        String files = "[" + spec(scene, "scene.blend") + "," + spec(texture, "tex/wood.png") + "]";
        post("/api/v3/shaman/checkout/requirements", "{\"files\": " + files + "}")
                .statusCode(200)
                .body("files.path", is(List.of("scene.blend", "tex/wood.png")))
                .body("files.status", is(List.of("unknown", "unknown")));
        given().get(path(scene)).then().statusCode(200).body("status", is("unknown"));
        expectError(checkout("shot", files), 424, sha(scene));

        assertThat(upload(scene)).isEqualTo(204);
        assertThat(upload(scene)).isEqualTo(208);
        given().get(path(scene)).then().body("status", is("stored"));
        post("/api/v3/shaman/checkout/requirements", "{\"files\": " + files + "}")
                .body("files.sha", is(List.of(sha(texture))));
        assertThat(upload(texture)).isEqualTo(204);

        String place = "project/shot-" + UUID.randomUUID();
        checkout(place, files).statusCode(200).body("checkoutPath", is(place));
        checkout(place, files).statusCode(200).body("checkoutPath", startsWith(place + "-"));
        assertThat(storage().resolve("jobs").resolve(place).resolve("tex/wood.png"))
                .hasBinaryContent(texture);
        assertThat(Files.isSymbolicLink(storage().resolve("jobs").resolve(place).resolve("scene.blend")))
                .isTrue();
        expectError(checkout(place + "/inside", files), 409, "another checkout");
    }

    @Test
    void aCheckoutGoesWithItsJob() throws IOException {
        byte[] scene = unique("scene");
        upload(scene);
        String files = "[" + spec(scene, "scene.blend") + "]";
        String place = "with-its-job/" + UUID.randomUUID();
        checkout(place, files).statusCode(200);
        String shared = "shared/" + UUID.randomUUID();
        checkout(shared, files).statusCode(200);
        String first = submitted(place);
        String second = submitted(shared);
        submitted(shared);
        given().get("/api/v3/jobs/" + first + "/what-would-delete-do").then().body("shaman_checkout", is(true));
        String without = submitted("never/made");
        given().get("/api/v3/jobs/" + without + "/what-would-delete-do").then().body("shaman_checkout", is(false));
        String hostile = submitted("../..");

        for (String job : List.of(first, second, without, hostile)) {
            given().delete("/api/v3/jobs/" + job).then().statusCode(204);
        }

        Path jobs = storage().resolve("jobs");
        await().atMost(LONG).until(() -> !Files.exists(jobs.resolve(place)));
        String last = submitted("also/never-made");
        given().delete("/api/v3/jobs/" + last).then().statusCode(204);
        await().atMost(LONG).until(() -> given().get("/api/v3/jobs/" + last).statusCode() == 404);
        assertThat(jobs.resolve(shared).resolve("scene.blend")).exists();
        assertThat(storage()).exists();
    }

    @Test
    void takesOnlyWhatWasAnnounced() throws IOException {
        byte[] right = unique("right");
        byte[] wrong = unique("wrong");
        expectUploadError(path(right), wrong, 417, "checksum");
        expectUploadError(path(right), "short".getBytes(StandardCharsets.UTF_8), 417, "5 were announced");
        String other = "/api/v3/shaman/files/" + sha(right) + "/" + (right.length - 1);
        expectUploadError(other, right, 417, "announced");
        // Without a length it shows only at the end, or when there is more than there should be.
        assertThat(chunked(path(right), "short".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(417);
        assertThat(chunked(other, right)).isEqualTo(417);
        expectUploadError("/api/v3/shaman/files/" + sha(right) + "/-1", right, 400, "No file is named");
        expectUploadError("/api/v3/shaman/files/" + sha(right) + "/many", right, 400, "\"many\"");
        expectUploadError("/api/v3/shaman/files/abc/5", right, 400, "\"abc\"");
        expectUploadError("/api/v3/shaman/files/" + sha(right), right, 404, "There is nothing at");
        given().get(path(right)).then().body("status", is("unknown"));

        assertThat(chunked(path(right), right)).isEqualTo(204);
        assertThat(parts()).isEmpty();
    }

    @Test
    void oneThatBreaksOffLeavesNothing() throws IOException {
        byte[] file = unique("x".repeat(1_000_000));
        try (var upload = new SlowUpload(path(file), file.length, "")) {
            upload.send(file, 0, 600_000);
            await().atMost(LONG)
                    .until(() -> given().get(path(file)).path("status").equals("uploading"));
            assertThat(parts()).hasSize(1);
        }

        await().atMost(LONG).until(() -> parts().isEmpty());
        given().get(path(file)).then().body("status", is("unknown"));
    }

    @Test
    void ofTwoUploadsOfOneFileOneCanWait() throws IOException {
        byte[] file = unique("y".repeat(3_000_000));
        try (var slow = new SlowUpload(path(file), file.length, "")) {
            slow.send(file, 0, 1_000_000);
            await().atMost(LONG)
                    .until(() -> given().get(path(file)).path("status").equals("uploading"));
            post("/api/v3/shaman/checkout/requirements", "{\"files\": [" + spec(file, "a") + "]}")
                    .body("files.status", is(List.of("uploading")));
            try (var willing = new SlowUpload(path(file), file.length, "X-Shaman-Can-Defer-Upload: true\r\n")) {
                assertThat(willing.answer()).startsWith("HTTP/1.1 425 ").contains("{\"code\":425,");
            }
            assertThat(upload(file)).isEqualTo(204);

            // Told at its next piece, or taken to the end: both are fine.
            slow.send(file, 1_000_000, file.length);
            assertThat(slow.answer()).matches("(?s)HTTP/1.1 20[48] .*");
        }
        given().get(path(file)).then().body("status", is("stored"));
        assertThat(parts()).isEmpty();
    }

    @Test
    void aLargeFileGoesToTheDiskAndNotIntoMemory() throws IOException {
        int megabytes = 100;
        byte[] piece = unique("z".repeat(1 << 20));
        var digest = newDigest();
        for (int i = 0; i < megabytes; i++) {
            digest.update(piece);
        }
        long size = (long) megabytes * piece.length;
        String path = "/api/v3/shaman/files/" + HexFormat.of().formatHex(digest.digest()) + "/" + size;
        long before = usedAfterCollection();
        long during = 0;
        try (var upload = new SlowUpload(path, size, "")) {
            for (int i = 0; i < megabytes; i++) {
                upload.send(piece, 0, piece.length);
                if (i == megabytes - 10) {
                    during = usedAfterCollection();
                }
            }
            assertThat(upload.answer()).startsWith("HTTP/1.1 204 ");
        }
        assertThat(during - before).isLessThan(20L << 20);
        given().get(path).then().body("status", is("stored"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/cron.d/x",
                "C:/x",
                "C:\\\\x",
                "..\\\\x",
                "\\\\\\\\server\\\\x",
                "a\\u0000b",
                ".",
                ""
            })
    void nothingIsCheckedOutElsewhere(String json) throws IOException {
        byte[] file = unique("file");
        upload(file);
        String fine = "\"sha\": \"" + sha(file) + "\", \"size\": " + file.length;

        expectError(
                post(
                        "/api/v3/shaman/checkout/create",
                        "{\"checkoutPath\": \"" + json + "\", \"files\": [{" + fine + ", \"path\": \"x\"}]}"),
                400,
                json.isEmpty() ? "required" : "The path");
        expectError(
                post(
                        "/api/v3/shaman/checkout/create",
                        "{\"checkoutPath\": \"hostile\", \"files\": [{" + fine + ", \"path\": \"" + json + "\"}]}"),
                400,
                json.isEmpty() ? "Field \"files[0].path\" is required" : "The path");
        assertThat(storage().resolve("jobs/hostile")).doesNotExist();
    }

    @Test
    void malformedRequestsAreRefusedWithASentence() {
        for (String path : List.of("requirements", "create")) {
            expectError(post("/api/v3/shaman/checkout/" + path, "[]"), 400, "JSON object");
            expectError(post("/api/v3/shaman/checkout/" + path, "{"), 400, "not JSON");
            expectError(
                    post("/api/v3/shaman/checkout/" + path, "{\"checkoutPath\": \"x\"}"),
                    400,
                    "Field \"files\" is required");
            expectError(
                    post("/api/v3/shaman/checkout/" + path, "{\"checkoutPath\": \"x\", \"files\": [1]}"),
                    400,
                    "a list of objects");
            expectError(
                    post(
                            "/api/v3/shaman/checkout/" + path,
                            "{\"checkoutPath\": \"x\", \"files\": [{\"sha\": \"12\", \"size\": -5, \"path\": \"a\"}]}"),
                    400,
                    "Field \"files[0].size\" must be a whole number, not negative, not -5");
            expectError(
                    post(
                            "/api/v3/shaman/checkout/" + path,
                            "{\"checkoutPath\": \"x\", \"files\": [{\"sha\": \"12\", \"size\": 5, \"path\": \"a\"}]}"),
                    400,
                    "SHA-256");
        }
    }

    @Test
    void isSweptAndDocumented() throws IOException {
        upload(unique("kept, since it is young"));
        post("/api/farm/v1/shaman/gc", "{\"dry_run\": true}")
                .statusCode(200)
                .body("dry_run", is(true), "files", is(0), "bytes", is(0));
        post("/api/farm/v1/shaman/gc", "{}").statusCode(200).body("dry_run", is(false), "files", is(0));
        expectError(post("/api/farm/v1/shaman/gc", "{\"dry_run\": 1}"), 400, "dry_run");
        given().get("/q/openapi?format=json")
                .then()
                .body("paths.'/api/v3/shaman/files/{checksum}/{filesize}'.post.operationId", is("shamanFileStore"))
                .body("paths.'/api/v3/shaman/files/{checksum}/{filesize}'.get.operationId", is("shamanFileStoreCheck"))
                .body("paths", org.hamcrest.Matchers.hasKey("/api/v3/jobs"));
    }

    @Test
    void aLogIsDownloadedWholeAndInParts() {
        String job = given().contentType(ContentType.JSON)
                .body(Map.of(
                        "name", "Says much",
                        "type", "echo-sleep-test",
                        "submitter_platform", "linux",
                        // Several lines, and characters of several bytes.
                        "settings",
                                Map.of("message", ("ünïcödé 日本 ".repeat(100) + "\n").repeat(12), "sleep_repeats", 0)))
                .post("/api/v3/jobs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
        await().atMost(LONG)
                .until(() -> given().get("/api/v3/jobs/" + job).path("status").equals("completed"));
        String task = given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[0].id");
        String logs = "/api/farm/v1/tasks/" + task + "/logs";
        await().atMost(LONG)
                .until(() -> given().get("/api/v3/tasks/" + task + "/logtail")
                        .asString()
                        .contains("Task completed"));

        var info = given().get("/api/v3/tasks/" + task + "/log").then().statusCode(200);
        int size = info.extract().path("size");
        String url = info.extract().path("url");
        var whole =
                given().header("Accept-Encoding", "identity").get(url).then().statusCode(200);
        byte[] log = whole.extract().asByteArray();
        assertThat(log).hasSize(size);
        assertThat(new String(log, StandardCharsets.UTF_8)).contains("Attempt 1 of task", "ünïcödé 日本");
        whole.header("Content-Length", String.valueOf(size))
                .header("Accept-Ranges", "bytes")
                .contentType(startsWith("text/plain"));
        String etag = whole.extract().header("ETag");

        for (String range : List.of("0-9", "5-" + (size - 5), "100-", "-1", "-100", "0-0", (size - 1) + "-")) {
            var part = given().header("Range", "bytes=" + range).get(url).then().statusCode(206);
            String[] answered = part.extract().header("Content-Range").split("[ /-]", -1);
            int first = Integer.parseInt(answered[1]);
            int last = Integer.parseInt(answered[2]);
            assertThat(answered[3]).isEqualTo(String.valueOf(size));
            assertThat(part.extract().asByteArray()).isEqualTo(Arrays.copyOfRange(log, first, last + 1));
        }
        expectError(given().header("Range", "bytes=" + size + "-").get(url).then(), 416, size + " bytes");
        given().header("Range", "bytes=0-1")
                .header("If-Range", "\"another\"")
                .get(url)
                .then()
                .statusCode(200);
        given().header("If-None-Match", etag).get(url).then().statusCode(304).body(is(""));
        given().header("If-None-Match", "\"1\"").get(url).then().statusCode(200);

        var zipped = given().header("Accept-Encoding", "gzip").get(url).then().statusCode(200);
        // The client has unpacked it, and taken away what said that it was packed; but not that its length was unknown.
        zipped.header("Transfer-Encoding", "chunked");
        assertThat(zipped.extract().asByteArray()).isEqualTo(log);

        given().get(logs).then().statusCode(200).body("size", is(size), "attempts.attempt", hasItems(1));
        String first = given().get(logs).path("attempts.find { it.attempt == 1 }.url");
        given().get(first).then().statusCode(200).body(startsWith("20"), containsString("Attempt 1 of task"));
        expectError(given().get(url + ".77").then(), 404, "no log of an attempt 77");
        expectError(given().get(url + ".x").then(), 404, "");
        expectError(
                given().get("/api/farm/v1/tasks/" + UUID.randomUUID() + "/log").then(), 404, "There is no task");
        expectError(given().get("/api/farm/v1/tasks/17/log").then(), 400, "UUIDs");
    }

    private Path storage() {
        return Path.of(dataDir).resolve("storage");
    }

    private List<Path> parts() throws IOException {
        Path uploading = storage().resolve("file-store/uploading");
        if (!Files.exists(uploading)) {
            return List.of();
        }
        try (var files = Files.walk(uploading)) {
            return files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A file that no other test uploads. */
    private static byte[] unique(String text) {
        return (UUID.randomUUID() + text).getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String sha(byte[] file) {
        return HexFormat.of().formatHex(newDigest().digest(file));
    }

    private static String path(byte[] file) {
        return "/api/v3/shaman/files/" + sha(file) + "/" + file.length;
    }

    private static String spec(byte[] file, String path) {
        return "{\"sha\": \"" + sha(file) + "\", \"size\": " + file.length + ", \"path\": \"" + path + "\"}";
    }

    private static int upload(byte[] file) {
        return given().contentType("application/octet-stream")
                .body(file)
                .post(path(file))
                .statusCode();
    }

    private static int chunked(String path, byte[] file) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path))
                                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(file)))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void expectUploadError(String path, byte[] file, int code, String part) {
        expectError(
                given().contentType("application/octet-stream")
                        .body(file)
                        .post(path)
                        .then(),
                code,
                part);
    }

    private static ValidatableResponse checkout(String place, String files) {
        return post(
                "/api/v3/shaman/checkout/create", "{\"checkoutPath\": \"" + place + "\", \"files\": " + files + "}");
    }

    /** A job that does nothing, with a checkout. */
    private static String submitted(String checkout) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "name", "With files",
                        "type", "echo-sleep-test",
                        "submitter_platform", "linux",
                        "initial_status", "paused",
                        "storage", Map.of("shaman_checkout_id", checkout),
                        "settings", Map.of("message", "hi")))
                .post("/api/v3/jobs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static void expectError(ValidatableResponse response, int code, String part) {
        response.statusCode(code)
                .contentType(startsWith("application/json"))
                .body("code", equalTo(code), "message", containsString(part));
    }
}
