// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class ChildProcessTest {

    @TempDir
    Path folder;

    private Path notes;
    private RunningProcesses processes;

    @BeforeEach
    void note() {
        notes = folder.resolve("state").resolve("processes");
        processes = new RunningProcesses(notes);
    }

    @Test
    void errorsAndOutputComeInTheirOrder() throws Exception {
        List<String> lines = new ArrayList<>();

        int exitCode = start("echo one; echo two >&2; echo three; exit 4").awaitExit(lines::add);

        assertThat(exitCode).isEqualTo(4);
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void moreOutputThanIsKeptWaits() throws Exception {
        var count = new AtomicLong();

        int exitCode = start("seq 100000").awaitExit(line -> count.incrementAndGet());

        assertThat(exitCode).isZero();
        assertThat(count).hasValue(100_000);
    }

    @Test
    void isRememberedWhileItRuns() throws Exception {
        List<String> noted = new ArrayList<>();

        start("echo $$").awaitExit(pid -> noted.add(pid + " noted as " + read(notes)));

        assertThat(noted).singleElement().asString().matches("(?s)(\\d+) noted as \\1 .*");
        assertThat(notes).isEmptyFile();
    }

    @Test
    void whoIgnoresTheGentleWayIsKilled() throws Exception {
        var child = start("trap '' TERM; echo ready; while true; do sleep 1; done");

        assertThatThrownBy(() -> child.awaitExit(line -> {
                    throw new IllegalStateException(line);
                }))
                .hasMessage("ready");

        assertThat(ProcessHandle.current().descendants().filter(ProcessTree::runs))
                .isEmpty();
        assertThat(notes).isEmptyFile();
    }

    @Test
    void outputHeldOpenBySomebodyLeftBehindIsNotWaitedFor() throws Exception {
        List<Long> left = new ArrayList<>();

        int exitCode = start("sleep 1000 & echo $!").awaitExit(line -> left.add(Long.valueOf(line)));

        assertThat(exitCode).isZero();
        ProcessHandle.of(left.getFirst()).orElseThrow().destroyForcibly();
    }

    @Test
    void leftoversOfAKilledWorkerAreEnded() throws Exception {
        Process leftover = startAndForget("sleep 1000 & echo; sleep 1000");
        leftover.getInputStream().read();

        int killed = new RunningProcesses(notes).killLeftovers();

        assertThat(killed).isBetween(2, 3);
        assertThat(leftover.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.current().descendants().filter(ProcessTree::runs))
                .isEmpty();
        assertThat(new RunningProcesses(notes).killLeftovers()).isZero();
    }

    @Test
    void aLaterProcessOfTheSameIdIsLeftAlone() throws Exception {
        Process innocent = new ProcessBuilder("sleep", "1000").start();
        try {
            Files.createDirectories(notes.getParent());
            Files.writeString(notes, innocent.pid() + " 1577836800000 no-mark\nhalf a li");

            assertThat(processes.killLeftovers()).isZero();
            assertThat(innocent.isAlive()).isTrue();
        } finally {
            innocent.destroyForcibly().waitFor();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void orphansOfALeftoverAreEndedToo() throws Exception {
        Process ended = startAndForget("sleep 1000 >/dev/null 2>&1 & echo $!");
        long orphan = Long.parseLong(new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        ended.waitFor();

        assertThat(new RunningProcesses(notes).killLeftovers()).isEqualTo(1);

        assertThat(ProcessHandle.of(orphan).filter(ProcessTree::runs)).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void orphansAreKilledWithTheProgram() throws Exception {
        List<Long> orphans = new ArrayList<>();
        var child = start("sh -c 'sleep 1000 & echo $!'; sleep 1000");

        assertThatThrownBy(() -> child.awaitExit(line -> {
                    orphans.add(Long.valueOf(line));
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        assertThat(ProcessHandle.of(orphans.getFirst()).filter(ProcessTree::runs))
                .isEmpty();
    }

    /** As a worker does that is killed afterwards. */
    private Process startAndForget(String script) throws IOException {
        FamilyMark mark = FamilyMark.fresh();
        var builder = new ProcessBuilder("sh", "-c", script);
        mark.put(builder);
        Process process = builder.start();
        processes.add(process.toHandle(), mark);
        return process;
    }

    private ChildProcess start(String script) throws IOException {
        return ChildProcess.start(List.of("sh", "-c", script), Map.of(), processes);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
