// SPDX-License-Identifier: Apache-2.0
package io.tablao.dashboard;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The machine's own Chromium at a farm; it notes what a user should never cause: errors, and requests to anywhere else. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("TABLAO_CHROMIUM", "/usr/bin/chromium"));
    private static final Path PICTURES = Path.of("target", "dashboard");

    private final String farm;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    Browser(String farm) {
        this.farm = farm;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox", "--disable-background-networking", "--disable-component-update")));
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    Page open(String address) {
        return open(address, 1280, 800, ColorScheme.LIGHT);
    }

    Page open(String address, int width, int height, ColorScheme colors) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(farm)
                .setViewportSize(width, height)
                .setColorScheme(colors));
        Page page = context.newPage();
        page.setDefaultTimeout(15_000);
        page.onConsoleMessage(message -> {
            // That something was refused is no error; the farm's own failures are noted below.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add("Console: " + message.text() + " (" + message.location() + ")");
            }
        });
        page.onPageError(error -> complaints.add("Error: " + error));
        page.onResponse(response -> {
            if (response.status() >= 500 && response.status() != 501) {
                complaints.add(response.status() + " from " + response.url());
            }
        });
        page.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(farm) && !url.startsWith("data:") && !url.startsWith("blob:")) {
                complaints.add("Request to " + url);
            }
        });
        page.navigate(address);
        return page;
    }

    /** What went wrong since the last time. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.clear();
        return all;
    }

    /** For people to look at. */
    static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
