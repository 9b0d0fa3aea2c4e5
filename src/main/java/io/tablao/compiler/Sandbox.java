// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts that nobody needs to trust: each run in a context of its own, which sees nothing of this process but the
 * author API, on a thread of the sandbox's own, stopped when it takes too long or allocates too much. What goes in and
 * comes out is text.
 */
@Singleton
class Sandbox {

    private static final Logger LOG = Logger.getLogger(Sandbox.class);

    private static final int CATALOGUE_THREADS = 16;

    /** As in {@code job.js}. */
    private static final int MOST_TASKS_OF_A_RUN = 500;

    private static final Source COMPILE_JOB = source("typeof compileJob === 'undefined' ? undefined : compileJob");
    private static final Source JOB_TYPE = source("typeof JOB_TYPE === 'undefined' ? undefined : JOB_TYPE");

    private final Map<Purpose, ScriptThreads> threads = new EnumMap<>(Purpose.class);
    private final Watchdog watchdog;
    private final ParsedSources sources = new ParsedSources();
    // Made at first use, on a thread of the sandbox: it takes half a second.
    private @Nullable Engine engine;

    private final Allowance allowance;

    @Inject
    Sandbox(CompilerConfig config) {
        allowance = Allowance.of(config);
        watchdog = new Watchdog(allowance);
        for (Purpose purpose : Purpose.values()) {
            // Job types are many at once, and quick unless broken; those that are not must not keep the others waiting.
            int most = purpose == Purpose.CATALOGUE ? CATALOGUE_THREADS : config.concurrency();
            threads.put(purpose, new ScriptThreads("script-" + purpose.name().toLowerCase(Locale.ROOT), most));
        }
    }

    /** What a run may use up. */
    Allowance allowance() {
        return allowance;
    }

    /** How many threads are in the hands of scripts that could not be stopped. */
    int lostThreads() {
        return threads.values().stream().mapToInt(ScriptThreads::lost).sum();
    }

    /** The script's {@code JOB_TYPE}, as JSON. */
    CompletableFuture<SandboxResult> describe(Script script, Purpose purpose) {
        var log = ScriptLog.logged(script.file(), allowance.logLines());
        var described = new CompletableFuture<SandboxResult>();
        start(
                purpose,
                script,
                log,
                (context, api, guard) -> new SandboxResult.Returned(
                        api.getMember("describe")
                                .execute(context.eval(JOB_TYPE))
                                .asString(),
                        Duration.ZERO),
                described::complete,
                described::completeExceptionally);
        return described;
    }

    /**
     * Begins a run of the script's {@code compileJob}, on a thread of the sandbox. The job's tasks come first, then the end,
     * with the rest of the job.
     *
     * @param job what the script sees of it, as JSON
     * @param log where its print and alert go
     */
    ScriptRun compile(Script script, String job, ScriptLog log, Purpose purpose) {
        var run = new ScriptRun();
        start(
                purpose,
                script,
                log,
                (context, api, guard) -> compile(context, api, guard, job, run),
                result -> run.end(new ScriptRun.End(result)),
                cause -> run.end(new ScriptRun.Broken(cause)));
        return run;
    }

    /**
     * @param end hears of the first end that there is: a run that was stopped and does not come back ends nevertheless
     * @param broken hears of what is a bug, or the end of this process
     */
    private void start(
            Purpose purpose,
            Script script,
            ScriptLog log,
            Question question,
            Consumer<SandboxResult> end,
            Consumer<RuntimeException> broken) {
        ScriptThreads own = Objects.requireNonNull(threads.get(purpose));
        own.execute(() -> {
            try {
                run(own, script, log, question, end);
            } catch (RuntimeException e) {
                broken.accept(e);
            } catch (VirtualMachineError e) {
                LOG.errorf(e, "Script %s is refused", script.file());
                end.accept(new SandboxResult.Stopped(
                        ScriptProblem.of(script.file(), "The script needs more memory than there is"), true));
            }
        });
    }

    private void run(ScriptThreads own, Script script, ScriptLog log, Question question, Consumer<SandboxResult> end) {
        Context context = newContext(engine(), log);
        try (Watchdog.Guard guard = watchdog.guard(context, limit -> {
            LOG.errorf(
                    "Script %s was stopped and goes on nevertheless, in one of the few functions of the language that"
                            + " cannot be interrupted. It takes up a processor until this process is started again",
                    script.file());
            own.writeOff();
            // Once more would cost another processor.
            end.accept(new SandboxResult.Stopped(ScriptProblem.of(script.file(), limit), false));
        })) {
            try {
                end.accept(result(context, guard, script, log, question));
            } finally {
                if (!guard.end()) {
                    LOG.infof("Script %s has come to its end after all", script.file());
                    own.takeBack();
                }
            }
        }
    }

    private static SandboxResult compile(Context context, Value api, Watchdog.Guard guard, String job, ScriptRun run)
            throws InterruptedException {
        long begun = System.nanoTime();
        String rest =
                api.getMember("compile").execute(context.eval(COMPILE_JOB), job).asString();
        var result = new SandboxResult.Returned(rest, Duration.ofNanos(System.nanoTime() - begun));
        Value next = api.getMember("nextTasks");
        int written = 0;
        for (Value tasks = next.execute(); !tasks.isNull() && !run.isAbandoned(); tasks = next.execute()) {
            var output = new ScriptRun.Tasks(tasks.asString());
            written += MOST_TASKS_OF_A_RUN;
            guard.tasksWritten(written);
            guard.waits();
            run.put(output);
            guard.goesOn();
        }
        return result;
    }

    @PreDestroy
    void close() {
        threads.values().forEach(ScriptThreads::close);
        watchdog.close();
        synchronized (this) {
            // It would wait for scripts that do not end.
            if (engine != null && lostThreads() == 0) {
                engine.close(true);
            }
        }
    }

    /** What is asked of a script that has been evaluated. */
    private interface Question {
        SandboxResult ask(Context context, Value api, Watchdog.Guard guard) throws InterruptedException;
    }

    private SandboxResult result(
            Context context, Watchdog.Guard guard, Script script, ScriptLog log, Question question) {
        log.onOverflow(
                () -> guard.stop("The script printed more than " + allowance.logLines() + " lines and was stopped"));
        try {
            Value api = AuthorApi.install(context, script, sources, allowance, guard::tasksAuthored);
            context.eval(sources.of(script.file(), script.text()));
            SandboxResult result = question.ask(context, api, guard);
            guard.settle();
            String limit = guard.limitHit();
            return limit == null ? result : new SandboxResult.Stopped(ScriptProblem.of(script.file(), limit), true);
        } catch (PolyglotException e) {
            return new SandboxResult.Stopped(guarded(guard, e, script), guard.limitHit() != null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The sandbox is closing", e);
        } catch (IllegalStateException e) {
            // Between two calls into the context, a stopped one is just closed.
            String limit = guard.limitHit();
            if (limit == null) {
                throw e;
            }
            return new SandboxResult.Stopped(ScriptProblem.of(script.file(), limit), true);
        } finally {
            // Forced: a context that the watchdog has stopped would otherwise complain.
            context.close(true);
            log.finish();
        }
    }

    /** Looks into what was thrown, which may run code of the script, which may be stopped in turn. */
    private static ScriptProblem guarded(Watchdog.Guard guard, PolyglotException thrown, Script script) {
        String limit = guard.limitHit();
        if (limit != null) {
            return ScriptProblem.of(script.file(), limit);
        }
        try {
            return ThrownByScript.explain(thrown, script);
        } catch (PolyglotException | IllegalStateException again) {
            String hit = guard.limitHit();
            return ScriptProblem.of(script.file(), hit == null ? "The script threw something unreadable" : hit);
        }
    }

    private static Context newContext(Engine engine, ScriptLog log) {
        return Context.newBuilder("js")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .allowHostAccess(HostAccess.CONSTRAINED)
                .in(InputStream.nullInputStream())
                .out(log.prints())
                .err(log.alerts())
                .build();
    }

    private synchronized Engine engine() {
        if (engine == null) {
            engine = Engine.newBuilder("js")
                    .sandbox(SandboxPolicy.CONSTRAINED)
                    .in(InputStream.nullInputStream())
                    .out(OutputStream.nullOutputStream())
                    .err(OutputStream.nullOutputStream())
                    // Scripts run once: a compiler would cost more than it brings, and the engine says so at each
                    // start.
                    .option("engine.WarnInterpreterOnly", "false")
                    .option("js.strict", "true")
                    .option("js.load", "false")
                    .option("js.console", "false")
                    .build();
            warmUp(engine);
        }
        return engine;
    }

    /** The language's start, which takes seconds where the machine is busy, is no script's own time. */
    private void warmUp(Engine started) {
        var log = ScriptLog.kept(0);
        try (Context context = newContext(started, log)) {
            var nothing = new Script("nothing.js", "const JOB_TYPE = {};", Map.of());
            Value api = AuthorApi.install(context, nothing, sources, allowance, tasks -> {});
            context.eval(sources.of(nothing.file(), nothing.text()));
            api.getMember("describe").execute(context.eval(JOB_TYPE));
        }
    }

    private static Source source(String text) {
        return Source.newBuilder("js", text, AuthorApi.FOLDER + "question").buildLiteral();
    }
}
