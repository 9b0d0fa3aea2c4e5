// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tablao.standalone.DataFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a farm starts, ends, and comes back: {@code ./tablao up} as a process. */
class FarmStartIT {
    @TempDir
    Path data;

    // One test, since each start takes seconds.
    @Test
    void comesBackAfterKillsAndStopsCleanly() throws Exception {
        // given a farm that was killed and left its database behind
        ProcessHandle orphan;
        try (RunningFarm killed = start()) {
            assertThat(killed.output()).contains("Farm ready: http://localhost:");
            orphan = database().orElseThrow();
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();
        }
        // and its successor, on which the power failed
        try (RunningFarm next = start()) {
            awaitEndOf(orphan);
            assertReady(next);
            ProcessHandle database = database().orElseThrow();
            next.kill();
            database.destroyForcibly();
            awaitEndOf(database);
        }

        try (RunningFarm last = start()) {
            assertReady(last);
            ProcessHandle database = database().orElseThrow();

            last.stop();

            awaitEndOf(database);
        }
    }

    @Test
    void saysWhatToDoWhenItsFolderOrItsPortIsTaken() throws Exception {
        try (DataFolder another = DataFolder.open(data)) {
            assertThat(refusal())
                    .isEqualTo("The data folder " + another.path() + " is in use by another farm: stop that one,"
                            + " or choose another folder with --data or TABLAO_DATA.");
        }
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(refusal("--port", port))
                    .isEqualTo("Port " + port
                            + " is in use: stop what listens there, or choose another with --port or TABLAO_PORT.");
        }
    }

    /** With the few jars that the launcher gives to a command, so that it answers at once. */
    @Test
    void itsCommandsFindTheClassesThatTheyNeed() throws Exception {
        assertThat(said(0, "./tablao", "help")).contains("Usage: tablao COMMAND");
        assertThat(said(0, "./tablao", "submit", "--help")).contains("Submits a job");
        assertThat(said(0, "./tablao", "compilers", "check", "compilers")).contains("0 errors");
        assertThat(said(1, "./tablao", "projection", "rebuild", "--data", data.toString()))
                .doesNotContain("Exception");
    }

    private static void assertReady(RunningFarm farm) {
        assertThat(farm.get("/q/health/ready").path("status").asText()).isEqualTo("UP");
    }

    private RunningFarm start() {
        return RunningFarm.start(Map.of(), "--data", data.toString(), "--port", "0");
    }

    /** What {@code ./tablao up} says before it ends. */
    private String refusal(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./tablao", "up", "--data", data.toString()));
        command.addAll(List.of(options));
        return said(1, command.toArray(String[]::new));
    }

    private static String said(int exitCode, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // The tests run in the middle of a build.
        builder.environment().put("TABLAO_NO_BUILD", "yes");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exitCode);
        return said.strip();
    }

    private Optional<ProcessHandle> database() throws IOException {
        Path pid = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).get(0).strip()));
    }

    private static void awaitEndOf(ProcessHandle process) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
    }
}
