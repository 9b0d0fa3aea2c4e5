// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;

/** What tests say to the API, and hear. */
final class ApiCalls {

    private static final Duration LONG = Duration.ofSeconds(60);

    private ApiCalls() {}

    /** A job whose first task is short, and each of whose two others lasts so long. */
    static String sleep(int seconds) {
        return """
                {"name": "Sleeps", "type": "echo-sleep-test", "submitter_platform": "linux",
                 "settings": {"message": "hi", "sleep_duration_seconds": %d, "sleep_repeats": 2}}
                """.formatted(seconds);
    }

    static ValidatableResponse submitted(String job) {
        return post("/api/v3/jobs", job).statusCode(200);
    }

    static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    static ValidatableResponse delete(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).delete(path).then();
    }

    static void expectError(ValidatableResponse response, int code, String part) {
        response.statusCode(code)
                .contentType(startsWith("application/json"))
                .body("code", equalTo(code), "message", containsString(part));
    }

    static void awaitStatus(String job, String status) {
        await().atMost(LONG)
                .untilAsserted(() -> given().get("/api/v3/jobs/" + job).then().body("status", is(status)));
    }

    static String echo(String message, String initialStatus) {
        return """
                {"name": "A test", "type": "echo-sleep-test", "submitter_platform": "linux", "initial_status": "%s",
                 "metadata": {"project": "Flight"},
                 "settings": {"message": "%s", "sleep_duration_seconds": 0}}
                """.formatted(initialStatus, message);
    }
}
