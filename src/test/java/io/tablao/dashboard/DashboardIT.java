// SPDX-License-Identifier: Apache-2.0
package io.tablao.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.tablao.farm.TestInfrastructure;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What artists and wranglers do in the browser, at a whole farm in this JVM. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(DashboardIT.WholeFarm.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashboardIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final LocatorAssertions.HasTextOptions SOON =
            new LocatorAssertions.HasTextOptions().setTimeout(20_000);

    /** All roles, with two workers. */
    public static class WholeFarm implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("tablao.worker.count", "2", "tablao.worker.name", "anna");
        }
    }

    @TestHTTPResource("/")
    String farm;

    private Browser browser;

    @BeforeEach
    void theFarmIsReady() {
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
        if (browser == null) {
            browser = new Browser(farm);
        }
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void close() {
        browser.close();
    }

    @Test
    void jobsAppearAndMoveWhileOneWatches() {
        // given
        Page page = browser.open("/");
        assertThat(page.locator(".live")).hasText("Live", SOON);

        // when
        String job = submitted("Watched", 2, 1);

        // then
        Locator row = page.locator("tr[data-job='" + job + "']");
        assertThat(row.locator(".badge")).hasText("completed", SOON);
        assertThat(row.locator(".progress-column")).containsText("3 / 3");
        Browser.picture(page, "jobs");

        // when
        row.locator("a").click();

        // then
        assertThat(page.locator("h1")).hasText("Watched");
        page.goBack();
        assertThat(page.locator("h1")).hasText("Jobs");
    }

    static String submitted(String name, int sleeps, int seconds) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "name",
                        name,
                        "type",
                        "echo-sleep-test",
                        "submitter_platform",
                        "linux",
                        "priority",
                        50,
                        "settings",
                        Map.of("message", "Hello", "sleep_repeats", sleeps, "sleep_duration_seconds", seconds),
                        "metadata",
                        Map.of("user.name", "anna")))
                .post("/api/v3/jobs")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }
}
