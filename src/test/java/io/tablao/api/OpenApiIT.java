// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.tablao.farm.TestInfrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as its own document tells of it: whole, true, and proof against whatever comes. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(OpenApiIT.WholeFarm.class)
class OpenApiIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int REQUESTS_EACH = Integer.getInteger("tablao.test.invalid-requests", 15);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** All roles, with one worker. */
    public static class WholeFarm implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tablao.worker.count", "1", "tablao.api.task-wait", "1s");
        }
    }

    @BeforeEach
    void theFarmIsReady() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void thereIsAllThatClientsOfFlamencoCall() throws IOException {
        OpenApiDocument document = OpenApiDocument.ofTheFarm();
        List<String> missing = new ArrayList<>();
        for (String[] wanted : contract()) {
            var found = document.operations().stream()
                    .filter(each -> each.id().equals(wanted[0]))
                    .findFirst();
            if (found.isEmpty()) {
                missing.add(wanted[0]);
                continue;
            }
            assertThat(found.get().method() + " " + withoutNames(found.get().path()))
                    .as(wanted[0])
                    .isEqualTo(wanted[1] + " " + withoutNames(wanted[2]));
            for (int i = 3; i < wanted.length; i++) {
                if (found.get().response(Integer.parseInt(wanted[i])).isMissingNode()) {
                    missing.add(wanted[0] + " " + wanted[i]);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void checkOfAJobWhoseTypeHasChangedIsRefusedAsItsSubmissionIs() {
        String job = """
                {"name": "Hello", "type": "echo-sleep-test", "type_etag": "former", "submitter_platform": "linux"}""";
        for (String path : List.of("/api/v3/jobs", "/api/v3/jobs/check")) {
            String said = given().contentType("application/json")
                    .body(job)
                    .post(path)
                    .then()
                    .statusCode(412)
                    .extract()
                    .asString();

            assertThat(faultsOfError(412, said)).as(path).isEmpty();
        }
    }

    @Test
    void everySuccessIsAnsweredAsTheDocumentSays() throws IOException {
        OpenApiDocument document = OpenApiDocument.ofTheFarm();
        var tour = new ApiTour(document);

        tour.run();

        assertThat(tour.faults()).isEmpty();
        assertThat(tour.visited())
                .containsAll(contract().stream().map(each -> each[0]).collect(Collectors.toSet()));
    }

    @Test
    void nothingThatComesMakesItFallOver() throws InterruptedException {
        long seed = Long.getLong("tablao.test.seed", 1);
        System.out.println("Invalid requests from the seed " + seed + " (-Dtablao.test.seed)");
        OpenApiDocument document = OpenApiDocument.ofTheFarm();
        var requests = new InvalidRequests(document, seed);
        String worker = given().contentType("application/json")
                .body("""
                        {"name": "wild", "secret": "very secret", "platform": "linux", "supported_task_types": ["x"]}""")
                .post("/api/v3/worker/register-worker")
                .then()
                .statusCode(200)
                .extract()
                .path("uuid");
        String authorization = "Basic " + Base64.getEncoder().encodeToString((worker + ":very secret").getBytes(UTF_8));
        List<String> faults = new ArrayList<>();
        int sent = 0;
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (var operation : document.operations()) {
                for (int i = 0; i < REQUESTS_EACH && !operation.goesOnForEver(); i++) {
                    var wild = requests.next(operation);
                    fault(http, wild, i % 4 == 0 ? "" : authorization)
                            .forEach(fault -> faults.add(operation.id() + ": " + fault + " for " + wild));
                    sent++;
                }
            }
        }

        System.out.println(
                sent + " invalid requests of " + document.operations().size() + " operations");
        assertThat(faults).isEmpty();
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    /** What no client library would let through. Quarkus itself refuses it, ahead of all of ours, and says nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v3/jobs/%",
                "/api/v3/jobs/%zz",
                "/api/v3/jobs/%2",
                "/api/farm/v1/jobs?q=%zz",
                "/api/%zz/../v3/jobs"
            })
    void malformedUriIsRefused(String uri) throws IOException {
        assertThat(raw("GET " + uri + " HTTP/1.1")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void escapesThatAreNoTextAreRefusedInTheShapeOfAllErrors() throws IOException {
        String answer = raw("GET /api/v3/jobs/%C3%28/tasks HTTP/1.1");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(faultsOfError(400, answer.substring(answer.indexOf("\r\n\r\n") + 4)))
                .as(answer)
                .isEmpty();
    }

    @Test
    void requestLineThatIsTooLongIsRefusedInTheShapeOfAllErrors() throws IOException {
        String answer = raw("GET /api/farm/v1/jobs?q=" + "x".repeat(20_000) + " HTTP/1.1");

        assertThat(answer).startsWith("HTTP/1.1 414 ");
        assertThat(faultsOfError(414, answer.substring(answer.indexOf("\r\n\r\n") + 4)))
                .as(answer)
                .isEmpty();
    }

    private static String raw(String line) throws IOException {
        try (var socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout((int) LONG.toMillis());
            socket.getOutputStream().write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static List<String> fault(HttpClient http, InvalidRequests.Wild wild, String authorization)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + wild.path()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", wild.contentType())
                .method(
                        wild.method(),
                        wild.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(wild.bytes()));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() < 400 ? List.of() : faultsOfError(answer.statusCode(), answer.body());
        } catch (IOException e) {
            // Who sends more than is taken may find the connection closed before the answer is read.
            return wild.body().length() > 1 << 20 ? List.of() : List.of(e.toString());
        }
    }

    private static List<String> faultsOfError(int status, String body) {
        List<String> faults = new ArrayList<>();
        if (status >= 500) {
            faults.add(status + " " + body);
        }
        try {
            JsonNode error = JSON.readTree(body);
            if (error.path("code").asInt() != status
                    || error.path("message").asText().isBlank()) {
                faults.add("an error of another shape: " + status + " " + body);
            }
        } catch (IOException e) {
            faults.add("an error that is not JSON: " + status + " " + body);
        }
        if (body.contains("\tat ") || body.contains("Exception")) {
            faults.add("a stack trace: " + body);
        }
        return faults;
    }

    private static String withoutNames(String path) {
        return path.replaceAll("\\{[^}]+}", "{}");
    }

    /** Operation, method, path and status codes of each. */
    private static List<String[]> contract() throws IOException {
        try (InputStream file = OpenApiIT.class.getResourceAsStream("/contract/operations.txt")) {
            return new String(file.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", -1))
                    .toList();
        }
    }
}
