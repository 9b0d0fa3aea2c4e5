// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tablao.farm.TestInfrastructure;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An api while the scheduler and PostgreSQL are away: it takes what it can, and says what it cannot. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(ApiAloneIT.Alone.class)
class ApiAloneIT {

    /** PostgreSQL is looked for where nothing listens. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tablao.roles", "api",
                    "tablao.instance", "api-alone",
                    "tablao.api.submit-wait", "1s",
                    "tablao.api.decision-wait", "1s",
                    "quarkus.datasource.reactive.url", "postgresql://localhost:1/nowhere",
                    "mp.messaging.incoming.compiler-submissions.enabled", "false",
                    "mp.messaging.incoming.scheduler-dead-dispatches.enabled", "false",
                    "mp.messaging.incoming.projector-events.enabled", "false",
                    "mp.messaging.incoming.projector-task-logs.enabled", "false",
                    "mp.messaging.incoming.projector-previews.enabled", "false");
        }
    }

    @BeforeEach
    void theApiIsReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void aSubmissionIsTakenAndStaysUnderConstruction() {
        String id = UUID.randomUUID().toString();

        post("/api/v3/jobs", """
                {"id": "%s", "name": "Later", "type": "echo-sleep-test", "submitter_platform": "linux",
                 "settings": {"message": "hi"}}
                """.formatted(id))
                .statusCode(200)
                .body("id", is(id), "status", is("under-construction"), "settings.message", is("hi"));
    }

    @Test
    void aChangeSaysThatItIsNotDecidedYet() {
        post("/api/v3/jobs/" + UUID.randomUUID() + "/setpriority", "{\"priority\": 1}")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", is(503), "message", containsString("has not decided within 1 s"));
    }

    @Test
    void whatStandsInTheDatabaseCannotBeShown() {
        given().get("/api/v3/jobs")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", is(503), "message", containsString("PostgreSQL"));
        given().get("/api/farm/v1/jobs/" + UUID.randomUUID() + "/progress")
                .then()
                .statusCode(503);
        given().get("/api/v3/jobs/types").then().statusCode(200);
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }
}
