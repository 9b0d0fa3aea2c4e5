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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API as its own document tells of it: all that clients call is there, and refusals are as it says. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(OpenApiIT.WholeFarm.class)
class OpenApiIT {

    private static final Duration LONG = Duration.ofSeconds(60);
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
