// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import static io.tablao.worker.command.Recorder.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TaskRunTest {

    @TempDir
    Path folder;

    private Recorder recorder;

    @BeforeEach
    void record() {
        recorder = new Recorder(folder);
    }

    @Test
    void runsTheCommandsInTheirOrder() {
        var outcome = recorder.run(
                command("echo", "{\"message\": \"hello\\nthere\"}"),
                command("sleep", "{\"duration_in_seconds\": 0}", 3));

        assertThat(outcome).isEqualTo(new TaskOutcome.Completed());
        assertThat(recorder.log)
                .map(line -> line.replaceAll("\\d+\\.\\d+ s", "N s"))
                .containsExactly(
                        "Command 1/2, echo, starts",
                        "hello",
                        "there",
                        "Command 1/2, echo, completed in N s",
                        "Command 2/2, sleep, starts",
                        "Sleeping for N s",
                        "Command 2/2, sleep, completed in N s");
        assertThat(recorder.steps).containsExactly(1, 4);
    }

    @Test
    void aTaskWithoutCommandsIsDone() {
        assertThat(recorder.run()).isEqualTo(new TaskOutcome.Completed());
    }

    @Test
    void nothingRunsWhenALaterCommandIsWrong() {
        Path made = folder.resolve("made");

        var outcome = recorder.run(
                command("make-directory", Recorder.json(Map.of("path", made.toString()))), command("frobnicate", "{}"));

        assertThat(outcome).isEqualTo(new TaskOutcome.Failed("Unknown command 'frobnicate'"));
        assertThat(made).doesNotExist();
        assertThat(recorder.log).containsExactly("Unknown command 'frobnicate'");
    }

    @Test
    void theFirstCommandThatFailsEndsTheTask() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        var outcome = recorder.run(
                command("make-directory", Recorder.json(Map.of("path", file.toString()))),
                command("echo", "{\"message\": \"never\"}"));

        assertThat(outcome)
                .isEqualTo(new TaskOutcome.Failed(
                        "Command 1/2, make-directory, failed: " + file + " exists already, and is not a directory"));
        assertThat(recorder.log).doesNotContain("never");
    }

    @Test
    void anErrorOfTheFileSystemIsASentence() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        var outcome = recorder.run(command(
                "make-directory",
                Recorder.json(Map.of("path", file.resolve("below").toString()))));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TaskOutcome.Failed.class,
                        failed -> assertThat(failed.message())
                                .startsWith("Command 1/1, make-directory, failed: ")
                                .contains(file.toString()));
    }

    @Test
    void stepsAreCappedByTheCommandsTotal() {
        var context = new CommandContext(recorder, recorder.processes(), 10, 2);

        context.step();
        context.step();
        context.step();
        context.steps(1);
        context.complete();

        assertThat(recorder.steps).containsExactly(11, 12);
    }

    @Test
    void aCommandThatReportsNoStepsIsOneStepAtItsEnd() {
        var context = new CommandContext(recorder, recorder.processes(), 10, 0);

        context.step();
        assertThat(recorder.steps).isEmpty();
        context.complete();

        assertThat(recorder.steps).containsExactly(11);
    }

    @Test
    void anInterruptionByOthersIsPassedOn() {
        Thread.currentThread().interrupt();

        assertThat(recorder.run(command("sleep", "{\"duration_in_seconds\": 1000}")))
                .isEqualTo(new TaskOutcome.Stopped());

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aStopEndsASleep() {
        var run = new AtomicReference<TaskRun>();
        recorder.onLine = line -> {
            if (line.startsWith("Sleeping")) {
                run.get().stop();
            }
        };
        run.set(recorder.taskRun(command("sleep", "{\"duration_in_seconds\": 1000}")));

        assertThat(run.get().run()).isEqualTo(new TaskOutcome.Stopped());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(recorder.log).last().isEqualTo("Stopped");
    }

    @Test
    void aRunThatWasStoppedBeforeItsStartDoesNothing() {
        var run = recorder.taskRun(command("echo", "{\"message\": \"never\"}"));
        run.stop();

        assertThat(run.run()).isEqualTo(new TaskOutcome.Stopped());
        assertThat(recorder.log).isEmpty();
    }

    @Test
    void aStopAfterTheEndTouchesNobody() {
        var run = recorder.taskRun(command("echo", "{\"message\": \"done\"}"));

        assertThat(run.run()).isEqualTo(new TaskOutcome.Completed());
        run.stop();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void whoeverListensAndThrowsFailsTheTask() {
        recorder.onLine = line -> {
            if (line.equals("boom")) {
                throw new IllegalStateException("log is full");
            }
        };

        var outcome = recorder.run(command("echo", "{\"message\": \"boom\"}"));

        assertThat(outcome)
                .isEqualTo(new TaskOutcome.Failed(
                        "The worker could not run the task: java.lang.IllegalStateException: log is full"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void execRunsAProgramWithoutAShell() {
        var outcome = recorder.run(command("exec", "{\"exe\": \"echo\", \"args\": [\"$HOME\", \"a  b\", 3]}"));

        assertThat(outcome).isEqualTo(new TaskOutcome.Completed());
        assertThat(recorder.log).contains("$HOME a  b 3");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramIsToldWhichAttemptItBelongsTo() {
        recorder.run(command("exec", "{\"exe\": \"sh\", \"args\": [\"-c\", \"echo attempt $TABLAO_ATTEMPT\"]}"));

        assertThat(recorder.log).contains("attempt 3");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void execFailsWithTheLastLines() {
        var outcome =
                recorder.run(command("exec", "{\"exe\": \"sh\", \"args\": [\"-c\", \"seq 7; echo oh >&2; exit 3\"]}"));

        assertThat(outcome)
                .isEqualTo(new TaskOutcome.Failed(
                        "Command 1/1, exec, failed: sh exited with 3; its last lines:\n4\n5\n6\n7\noh"));
    }

    @Test
    void execSaysThatTheProgramIsMissing() {
        var outcome = recorder.run(command("exec", "{\"exe\": \"no-such-program\"}"));

        assertThat(outcome)
                .isEqualTo(new TaskOutcome.Failed("Command 1/1, exec, failed: the program 'no-such-program' was not"
                        + " found: install it, or give its whole path"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramCannotWaitForInput() {
        var outcome = recorder.run(command("exec", "{\"exe\": \"cat\"}"));

        assertThat(outcome).isEqualTo(new TaskOutcome.Completed());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aStopKillsTheProgramAndItsChildren() {
        var run = new AtomicReference<TaskRun>();
        var child = new AtomicReference<ProcessHandle>();
        recorder.onLine = line -> {
            if (line.startsWith("pid ")) {
                child.set(ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow());
                run.get().stop();
            }
        };
        run.set(recorder.taskRun(
                command("exec", "{\"exe\": \"sh\", \"args\": [\"-c\", \"sleep 1000 & echo pid $!; sleep 1000\"]}")));
        long started = System.nanoTime();

        assertThat(run.get().run()).isEqualTo(new TaskOutcome.Stopped());
        assertThat(ProcessTree.runs(child.get())).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(ProcessTree.GRACE);
    }
}
