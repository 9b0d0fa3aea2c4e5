// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.tablao.farm.TestInfrastructure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm whose settings are changed while it runs, asked over HTTP. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(SettingsIT.WholeFarm.class)
class SettingsIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String FILE = "/api/v3/configuration/file";
    private static final String SETTINGS = "/api/farm/v1/settings";
    private static final String STUDIO = """
        manager_name: Studio
        shared_storage_path: /mnt/farm/storage
        worker_timeout: 2m
        listen: :8080
        shaman: {enabled: false}
        variables:
          greeting:
            values: [{value: 'Hello {you}'}]
          shots:
            is_twoway: true
            values:
            - {platform: linux, value: /mnt/farm}
            - {platform: windows, value: 'F:\\'}
        """;

    /** All roles, with one worker. */
    public static class WholeFarm implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tablao.worker.count", "1");
        }
    }

    @BeforeEach
    void theFarmIsReadyAndSetAsTheStudioWants() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
        yaml(STUDIO).statusCode(200).body("remarks", hasItem(startsWith("line 4, column 9: \"listen\" is kept")));
    }

    @Test
    void submittersSeeWhatIsSet() {
        given().get("/api/v3/version").then().body("name", is("Studio"), "shortversion", is("3.9"));
        given().get("/api/v3/configuration")
                .then()
                .body("storageLocation", is("/mnt/farm/storage"), "shamanEnabled", is(false), "isFirstRun", is(false));
        given().get("/api/v3/configuration/variables/workers/windows")
                .then()
                .statusCode(200)
                .body("shots.value", is("F:\\"), "shots.is_twoway", is(true))
                .body("blender.value", is("blender.exe"), "blender.is_twoway", is(false));
        given().get("/api/v3/configuration/shared-storage/users/windows")
                .then()
                .statusCode(200)
                .body("location", is("F:\\storage"), "audience", is("users"), "platform", is("windows"));
        given().get("/api/v3/configuration/variables/nobody/windows")
                .then()
                .statusCode(400)
                .body("message", containsString("must be users or workers"));
    }

    @Test
    void theFileComesBackAsItIsSet() {
        given().accept("application/yaml")
                .get(FILE)
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .body(containsString("manager_name: Studio\n"), containsString("listen: "));
        String json = given().get(FILE)
                .then()
                .contentType(ContentType.JSON)
                .body("worker_timeout", is("2m"), "variables", hasKey("blender"))
                .extract()
                .asString();
        given().contentType(ContentType.JSON).body(json).put(FILE).then().statusCode(204);
        given().get(SETTINGS).then().body("set.worker_timeout", is("2m"), "set", hasKey("listen"));
    }

    @Test
    void oneSettingIsChangedAndTakenBack() {
        merge("{\"worker_timeout\": \"90s\", \"manager_name\": null}").statusCode(204);
        given().get(SETTINGS)
                .then()
                .body("set.worker_timeout", is("1m30s"), "set", not(hasKey("manager_name")))
                .body("effective.manager_name", is("Tablao"), "set.variables", hasKey("shots"));

        merge("{\"worker_timeout\": \"never\"}")
                .statusCode(400)
                .body("message", startsWith("Field \"worker_timeout\" must be a span of time"));
        given().get(SETTINGS).then().body("set.worker_timeout", is("1m30s"));
    }

    @Test
    void whatIsWrongIsSaidWithItsPlaceAndChangesNothing() {
        yaml("manager_name: Other\nblocklist_threshold: many\n")
                .statusCode(400)
                .body("message", startsWith("line 2, column 22: Field \"blocklist_threshold\""));
        yaml("a: [b").statusCode(400).body("message", startsWith("The configuration is not YAML: line "));
        given().get("/api/v3/version").then().body("name", is("Studio"));
    }

    @Test
    void aPathIsKeptByItsVariableAndFoundByTheWorker() {
        String job = submit("F:\\\\a\\\\b.blend")
                .statusCode(200)
                .body("settings.message", is("{shots}/a/b.blend"), "metadata.scene", is("{shots}/a.blend"))
                .extract()
                .path("id");

        logOf(job, "/mnt/farm/a/b.blend");
    }

    @Test
    void aVariableIsReplacedWhenATaskIsHandedOut() {
        merge("{\"variables\": {\"greeting\": {\"values\": [{\"value\": \"Good evening\"}]}}}")
                .statusCode(204);
        String job = submit("{greeting} {nobody}")
                .statusCode(200)
                .body("settings.message", is("{greeting} {nobody}"))
                .extract()
                .path("id");

        logOf(job, "Good evening {nobody}");
    }

    @Test
    void theFirstQuestionsAreAnsweredAndSaved(@TempDir Path folder) {
        given().contentType(ContentType.JSON)
                .body(Map.of("path", folder.toString()))
                .post("/api/v3/configuration/check/shared-storage")
                .then()
                .statusCode(200)
                .body("is_usable", is(true), "path", is(folder.toString()));
        given().contentType(ContentType.JSON)
                .body(Map.of("path", "/bin/sh"))
                .post("/api/v3/configuration/check/blender")
                .then()
                .statusCode(200)
                .body(
                        "is_usable",
                        is(false),
                        "source",
                        is("input_path"),
                        "cause",
                        containsString("not called Blender"));
        given().get("/api/v3/configuration/check/blender").then().statusCode(200);
        given().contentType(ContentType.JSON)
                .body("{\"storageLocation\": \"/mnt/new\"}")
                .post("/api/v3/configuration/setup-assistant")
                .then()
                .statusCode(400);

        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "storageLocation", folder.toString(),
                        "blenderExecutable",
                                Map.of(
                                        "input", "/opt/b/blender",
                                        "path", "/opt/b/blender",
                                        "source", "input_path",
                                        "is_usable", true,
                                        "cause", "Blender 5.0")))
                .post("/api/v3/configuration/setup-assistant")
                .then()
                .statusCode(204);
        given().get("/api/v3/configuration").then().body("storageLocation", is(folder.toString()));
        given().get("/api/v3/configuration/variables/workers/linux")
                .then()
                .body("blender.value", is("/opt/b/blender"), "shots.value", is("/mnt/farm"));
        given().get("/api/v3/configuration/variables/workers/windows").then().body("blender.value", is("blender.exe"));
    }

    @Test
    void theFarmIsToldInAWord() {
        await().atMost(LONG)
                .untilAsserted(() -> given().get("/api/v3/status")
                        .then()
                        .statusCode(200)
                        .body("status", is(oneOf("idle", "active"))));
    }

    private static void logOf(String job, String part) {
        String task =
                "/api/v3/tasks/" + given().get("/api/v3/jobs/" + job + "/tasks").path("tasks[0].id") + "/logtail";
        await().atMost(LONG)
                .untilAsserted(() -> given().get(task).then().statusCode(200).body(containsString(part)));
    }

    private static ValidatableResponse submit(String message) {
        return given().contentType(ContentType.JSON)
                .body("""
                        {"name": "Paths", "type": "echo-sleep-test", "submitter_platform": "windows", "priority": 50,
                         "metadata": {"scene": "f:/a.blend"},
                         "settings": {"message": "%s", "sleep_duration_seconds": 0}}
                        """.formatted(message))
                .post("/api/v3/jobs")
                .then();
    }

    private static ValidatableResponse yaml(String text) {
        return given().contentType("application/yaml")
                .body(text.getBytes(StandardCharsets.UTF_8))
                .post(SETTINGS + "/import")
                .then();
    }

    private static ValidatableResponse merge(String patch) {
        return given().contentType(ContentType.JSON).body(patch).post(SETTINGS).then();
    }
}
