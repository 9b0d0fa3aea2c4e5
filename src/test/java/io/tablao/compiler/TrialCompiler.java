// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.SubmitJob;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.TaskDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiler without Kafka. */
final class TrialCompiler implements AutoCloseable {

    /** The same local time everywhere. */
    static final Instant CREATED = LocalDateTime.of(2026, 3, 5, 14, 1, 2)
            .atZone(ZoneId.systemDefault())
            .toInstant();

    final Sandbox sandbox;
    final JobTypes types;
    final ScriptCompiler compiler;

    TrialCompiler(CompilerConfig limits, CompilersConfig folder) {
        sandbox = new Sandbox(limits);
        types = new JobTypes(folder, sandbox);
        compiler = new ScriptCompiler(types, sandbox);
    }

    static TrialCompiler usual() {
        // On a busy machine a script may take longer than on a farm's.
        return new TrialCompiler(Limits.withTime(Duration.ofMinutes(1)), ScriptFolder.none());
    }

    /** A job as its script made it. */
    record Made(List<TaskDefinition> tasks, AuthoredJob rest) {}

    /** A compilation, whichever way it ended. */
    record Outcome(List<TaskDefinition> tasks, Compilation compilation) {}

    Outcome outcome(String type, String settings) {
        List<TaskDefinition> tasks = new ArrayList<>();
        return new Outcome(tasks, compile(type, settings, tasks));
    }

    /** By a job type. */
    Made made(String type, String settings) {
        List<TaskDefinition> tasks = new ArrayList<>();
        return made(tasks, compile(type, settings, tasks));
    }

    String refusal(String type, String settings) {
        return failure(compile(type, settings, new ArrayList<>())).sentence();
    }

    private Compilation compile(String type, String settings, List<TaskDefinition> tasks) {
        var submit = new SubmitJob(
                JobId.of("b3ab5a4c-6a2d-4b3f-9a0e-5c8b3a0f0001"), submission(type, settings, Map.of()), CREATED);
        try {
            return compiler.compile(submit, tasks::addAll);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By a script that is given. */
    Made tried(String script, String settings) {
        List<TaskDefinition> tasks = new ArrayList<>();
        return made(tasks, tryOut(script, settings, tasks));
    }

    CompilationFailure failed(String script, String settings) {
        return failure(tryOut(script, settings, new ArrayList<>()));
    }

    Compilation tryOut(@Nullable String script, String settings, List<TaskDefinition> tasks) {
        try {
            return compiler.tryOut(submission("test", settings, Map.of()), script, Map.of(), tasks::addAll);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that comes out of a run in the sandbox, without its tasks. */
    static SandboxResult end(ScriptRun run) {
        try (run) {
            while (true) {
                switch (run.next()) {
                    case ScriptRun.Tasks tasks -> {}
                    case ScriptRun.Broken broken -> throw broken.cause();
                    case ScriptRun.End end -> {
                        return end.result();
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static JobSubmission submission(String type, String settings, Map<String, String> metadata) {
        return new JobSubmission(
                "job", type, null, 50, new JsonText(settings), metadata, "linux", null, null, JobStatus.QUEUED);
    }

    private static Made made(List<TaskDefinition> tasks, Compilation compilation) {
        assertThat(compilation).isInstanceOf(AuthoredJob.class);
        var rest = (AuthoredJob) compilation;
        assertThat(tasks).hasSize(rest.tasks());
        return new Made(tasks, rest);
    }

    private static CompilationFailure failure(Compilation compilation) {
        assertThat(compilation).isInstanceOf(CompilationFailure.class);
        return (CompilationFailure) compilation;
    }

    @Override
    public void close() {
        types.close();
        sandbox.close();
    }
}
