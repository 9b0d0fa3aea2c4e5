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
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An api that loses Kafka. */
@QuarkusTest
@WithTestResource(KafkaToStop.class)
@TestProfile(KafkaAwayIT.Impatient.class)
class KafkaAwayIT {

    /** Without the stages that would complain too. */
    public static class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tablao.roles", "api",
                    "tablao.api.send-wait", "1s",
                    "mp.messaging.incoming.compiler-submissions.enabled", "false",
                    "mp.messaging.incoming.scheduler-dead-dispatches.enabled", "false",
                    "mp.messaging.incoming.projector-events.enabled", "false",
                    "mp.messaging.incoming.projector-task-logs.enabled", "false",
                    "mp.messaging.incoming.projector-previews.enabled", "false");
        }
    }

    AutoCloseable kafka;

    @Test
    void itSaysSo() throws Exception {
        // given
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready")
                        .path("checks.find { it.name == 'api' }.status")
                        .equals("UP"));

        // when
        kafka.close();

        // then
        String job = "/api/v3/jobs/" + UUID.randomUUID();
        assertAway(job + "/setpriority", "{\"priority\": 1}");
        assertAway(job + "/setstatus", "{\"status\": \"cancel-requested\", \"reason\": \"not wanted\"}");
        assertAway("/api/v3/jobs", """
                {"name": "Later", "type": "echo-sleep-test", "submitter_platform": "linux", "settings": {"message": "hi"}}
                """);
        given().get("/api/v3/version").then().statusCode(200);
    }

    private static void assertAway(String path, String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post(path)
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", is(503), "message", containsString("Kafka does not answer"));
    }
}
