// SPDX-License-Identifier: Apache-2.0
package io.tablao.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.KeyboardModifier;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.tablao.farm.PaintingWorker;
import io.tablao.farm.TestInfrastructure;
import java.awt.Color;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What artists and wranglers do in the browser, at a whole farm in this JVM. */
@QuarkusTest
@WithTestResource(TestInfrastructure.class)
@TestProfile(DashboardIT.WholeFarm.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final LocatorAssertions.HasTextOptions SOON =
            new LocatorAssertions.HasTextOptions().setTimeout(20_000);

    /** How much slower than it should be this machine may be, since others work on it, too. */
    private static final int MACHINE = Integer.getInteger("tablao.test.slowness", 3);

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
        assumeTrue(Browser.isInstalled(), "Chromium is not installed, and TABLAO_CHROMIUM names no other");
        await().atMost(LONG).until(() -> given().get("/q/health/ready").statusCode() == 200);
        if (browser == null) {
            browser = new Browser(farm);
        }
    }

    @AfterEach
    void nothingWentWrong() {
        if (browser != null) {
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
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

    @Test
    void whatIsRenderedIsSeenAtOnceWithItsJobItsTaskAndTheFarm() throws IOException {
        try (PaintingWorker painter = new PaintingWorker("painter")) {
            // given
            String job = given().contentType(ContentType.JSON)
                    .body(Map.of(
                            "name",
                            "Painted",
                            "type",
                            "echo-sleep-test",
                            "submitter_platform",
                            "linux",
                            "worker_tag",
                            painter.tag(),
                            "settings",
                            Map.of("message", "Hello")))
                    .post("/api/v3/jobs")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("id");
            String task = painter.takeTask();
            Page page = browser.open("/jobs/" + job);
            Locator image = page.getByAltText("What the job has rendered last");
            assertThat(page.locator("p.last-rendered")).hasText("Nothing rendered yet", SOON);

            // when
            painter.paint(task, Color.ORANGE);

            // then
            assertThat(image).isVisible();
            page.waitForCondition(() -> number(image.evaluate("image => image.naturalWidth")) == 600);
            Object first = image.getAttribute("src");
            Browser.picture(page, "job-rendered");

            // when
            painter.paint(task, Color.BLUE);

            // then
            page.waitForCondition(() -> !image.getAttribute("src").equals(first));
            page.navigate("/tasks/" + task);
            assertThat(page.getByAltText("What the task has rendered last")).isVisible();
            page.navigate("/farm");
            assertThat(page.getByAltText("What the farm has rendered last")).isVisible();
            page.locator(".wall-picture a").click();
            assertThat(page.locator("h1")).hasText("Painted");
        }
    }

    @Test
    void aJobIsSubmittedThroughTheFormAndItsLogRead() {
        // given
        Page page = browser.open("/submit?type=echo-sleep-test");
        page.getByLabel("Name").fill("From the form");
        page.getByLabel("Message").fill("Good morning");
        assertThat(page.locator(".preview")).containsText("2 tasks");
        Browser.picture(page, "submit");

        // when
        page.locator("button[type=submit]").click();

        // then
        assertThat(page.locator("h1")).hasText("From the form");
        assertThat(page.locator(".page-head .badge")).hasText("completed", SOON);
        page.locator(".task-space a").first().click();
        assertThat(page.locator(".log-scroll")).containsText("Good morning");
        assertThat(page.locator(".commands")).containsText("Good morning");
        Browser.picture(page, "task");
        page.getByLabel("Search the log").fill("good MORNING");
        assertThat(page.locator(".log-current")).containsText("Good morning");
    }

    @Test
    void aFormTellsWhatIsMissingWhereItIs() {
        // given
        Page page = browser.open("/submit?type=echo-sleep-test");
        page.getByLabel("Name").fill("Incomplete");

        // when
        page.locator("button[type=submit]").click();

        // then
        assertThat(page.locator(".field-error")).hasText("Setting \"message\" is required");
    }

    @Test
    void jobsAreSteeredManyAtATime() {
        // given
        String one = submitted("Bulk one", 30, 30);
        String other = submitted("Bulk two", 30, 30);
        Page page = browser.open("/jobs?q=Bulk");
        Locator first = page.locator("tr[data-job='" + one + "']");
        Locator second = page.locator("tr[data-job='" + other + "']");
        first.locator("input").click();
        second.locator("input").click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(page.locator(".action-bar")).containsText("2 selected");

        // when
        page.getByText("Priority").last().click();
        page.locator("dialog input").fill("77");
        page.locator("dialog .primary").click();

        // then
        assertThat(first.locator("td.number").first()).hasText("77");
        assertThat(second.locator("td.number").first()).hasText("77");

        // when
        page.locator(".action-bar").getByText("Cancel").click();
        Browser.picture(page, "jobs-cancel");
        page.locator("dialog .danger").click();

        // then
        assertThat(first.locator(".badge")).hasText("canceled", SOON);
        assertThat(second.locator(".badge")).hasText("canceled", SOON);

        // when
        page.locator(".action-bar").getByText("Requeue").click();
        page.locator("dialog .primary").click();

        // then
        assertThat(first.locator(".badge")).not().hasText("canceled");

        // when
        page.locator(".action-bar").getByText("Delete").click();
        assertThat(page.locator("dialog")).containsText("2 jobs with 62 tasks");
        page.locator("dialog .danger").click();

        // then
        assertThat(page.locator("tr[data-job]"))
                .hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(20_000));
    }

    @Test
    void aJobIsSeenFromAllSides() {
        // given
        String job = submitted("All sides", 4, 0);
        Page page = browser.open("/jobs/" + job);
        assertThat(page.locator(".page-head .badge")).hasText("completed", SOON);
        assertThat(page.locator(".task-space .task-row")).hasCount(5);
        Browser.picture(page, "job");

        // when, then
        page.locator(".tabs").getByText("Grid").click();
        assertThat(page.locator("canvas")).isVisible();
        page.locator(".tabs").getByText("Graph").click();
        assertThat(page.locator(".node")).hasCount(5);
        Browser.picture(page, "job-graph");
        page.locator(".tabs").getByText("Timeline").click();
        assertThat(page.locator(".run")).hasCount(5);
        Browser.picture(page, "job-timeline");
        page.locator(".tabs").getByText("Failures").click();
        assertThat(page.locator(".empty")).hasText("No task has failed.");
        page.locator(".tabs").getByText("History").click();
        assertThat(page.locator(".events")).containsText("completed");
        page.locator(".tabs").getByText("Details").click();
        assertThat(page.locator(".values").first()).containsText("Hello");
        Browser.picture(page, "job-details");
    }

    @Test
    void aWorkerIsSentToSleepAndWoken() {
        // given
        Page page = browser.open("/workers");
        Locator row = page.locator("tr[data-worker]").filter(new Locator.FilterOptions().setHasText("anna-1"));
        assertThat(row.locator(".badge")).hasText("awake", SOON);
        row.locator("input").click();

        // when
        page.locator(".action-bar").getByText("Sleep").click();
        page.locator("dialog .primary").click();

        // then
        assertThat(row.locator(".badge")).hasText("asleep", SOON);
        Browser.picture(page, "workers");

        // when
        page.locator(".action-bar").getByText("Wake").click();

        // then
        assertThat(row.locator(".badge")).hasText("awake", SOON);

        // when
        row.locator("a").first().click();
        page.getByLabel("It sleeps at these times").check();
        page.getByLabel("Mon").check();
        page.getByLabel("From").fill("22:00");
        page.getByLabel("Until").fill("22:01");
        page.getByText("Set the schedule").click();

        // then
        assertThat(page.locator(".notes")).containsText("The sleep schedule is set");
        page.reload();
        assertThat(page.getByLabel("Mon")).isChecked();
        Browser.picture(page, "worker");
    }

    @Test
    void aScriptIsMendedInTheWorkbench() {
        // given
        Page page = browser.open("/compilers/workbench");
        assertThat(page.locator(".preview"))
                .containsText("4 tasks", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        Browser.picture(page, "workbench");

        // when
        page.locator(".CodeMirror").click();
        page.keyboard().press("Control+Home");
        page.keyboard().insertText("nope();\n");

        // then
        assertThat(page.locator(".error-text")).containsText("nope is not defined");
        Browser.picture(page, "workbench-error");

        // when
        page.keyboard().press("Control+Home");
        page.keyboard().press("Shift+ArrowDown");
        page.keyboard().press("Delete");

        // then
        assertThat(page.locator(".preview")).containsText("4 tasks");
    }

    @Test
    void everyOtherPageOpens() {
        for (String name : List.of("farm", "compilers", "settings", "help")) {
            Page page = browser.open("/" + name);
            assertThat(page.locator("h1")).isVisible();
            assertThat(page.locator(".loading")).hasCount(0);
            assertThat(page.locator(".live")).hasText("Live", SOON);
            Browser.picture(page, name);
            page.context().close();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aLargeFarmIsShownSwiftly() throws SQLException {
        // given
        LargeFarm.fill(100_000, 100_000, 200);
        String list = "/api/farm/v1/jobs?status=active&status=completed&q=light&sort=priority&offset=5000";
        given().get(list).then().statusCode(200).body("jobs.size()", is(50));
        Duration server = Duration.ofNanos(given().get(list).timeIn(TimeUnit.NANOSECONDS));

        // when
        Page page = browser.open("/jobs");
        assertThat(page.locator("tr[data-job]")).hasCount(50);
        double firstPage = number(page.evaluate("performance.getEntriesByType('paint').at(-1).startTime"));
        showEverywhere(page, "large-jobs");
        long begun = System.nanoTime();
        page.navigate("/jobs/" + LargeFarm.JOB);
        assertThat(page.locator(".task-space .task-name a").first()).isVisible();
        Duration job = Duration.ofNanos(System.nanoTime() - begun);
        showEverywhere(page, "large-job");

        // then
        page.locator(".task-scroll").evaluate("frame => { frame.scrollTop = frame.scrollHeight; }");
        assertThat(page.locator(".task-space [data-task='99999'] .task-name a")).isVisible();
        for (String side : List.of("grid", "graph", "timeline", "failures")) {
            page.navigate("/jobs/" + LargeFarm.JOB + "/" + side);
            assertThat(page.locator(".summary")).isVisible();
            assertThat(page.locator("main .loading")).hasCount(0);
            showEverywhere(page, "large-job-" + side);
        }
        int workers = given().get("/api/v3/worker-mgt/workers").then().extract().path("workers.size()");
        page.navigate("/workers");
        assertThat(page.locator("tr[data-worker]")).hasCount(workers);
        showEverywhere(page, "large-workers");
        page.navigate("/farm");
        assertThat(page.locator(".plot canvas").first()).isVisible();
        showEverywhere(page, "large-farm");
        page.context().close();

        System.out.printf(
                "100,000 jobs: list in %d ms, first page after %.0f ms; job of 100,000 tasks open after %d ms%n",
                server.toMillis(), firstPage, job.toMillis());
        assertThat(server).isLessThan(Duration.ofMillis(300).multipliedBy(MACHINE));
        assertThat(firstPage).isLessThan(1000.0 * MACHINE);
        assertThat(job).isLessThan(Duration.ofSeconds(2).multipliedBy(MACHINE));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    /** A picture in the light, in the dark, and on a phone. */
    private static void showEverywhere(Page page, String name) {
        Browser.picture(page, name);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Browser.picture(page, name + "-dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(390, 844);
        Browser.picture(page, name + "-phone");
        page.setViewportSize(1280, 800);
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
