// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts that nobody needs to trust: each run in a context of its own, which sees nothing of this process but the
 * author API, on a thread of the sandbox's own, stopped when it takes too long or allocates too much. What goes in and
 * comes out is text.
 */
@Singleton
class Sandbox {

    /** Deep recursion becomes an error of the script, rather than of this process, where the stack is large. */
    private static final long STACK_BYTES = 16L << 20;

    /** As in {@code job.js}. */
    private static final int MOST_TASKS_OF_A_RUN = 500;

    private static final Source COMPILE_JOB = source("typeof compileJob === 'undefined' ? undefined : compileJob");
    private static final Source JOB_TYPE = source("typeof JOB_TYPE === 'undefined' ? undefined : JOB_TYPE");

    private final ExecutorService threads;
    private final Watchdog watchdog;
    private final ParsedSources sources = new ParsedSources();
    // Made at first use, on a thread of the sandbox: it takes half a second.
    private @Nullable Engine engine;

    private final Allowance allowance;

    @Inject
    Sandbox(CompilerConfig config) {
        allowance = Allowance.of(config);
        watchdog = new Watchdog(allowance);
        var count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(config.concurrency(), run -> {
            Thread thread = new Thread(null, run, "script-" + count.incrementAndGet(), STACK_BYTES);
            // Languages are looked for by the thread's loader, which is else that of whoever happened to ask first.
            thread.setContextClassLoader(Engine.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What a run may use up. */
    Allowance allowance() {
        return allowance;
    }

    /** The script's {@code JOB_TYPE}, as JSON. */
    CompletableFuture<SandboxResult> describe(Script script) {
        var log = ScriptLog.logged(script.file(), allowance.logLines());
        return CompletableFuture.supplyAsync(
                () -> run(
                        script,
                        log,
                        (context, api, guard) -> new SandboxResult.Returned(
                                api.getMember("describe")
                                        .execute(context.eval(JOB_TYPE))
                                        .asString(),
                                Duration.ZERO)),
                threads);
    }

    /**
     * Begins a run of the script's {@code compileJob}, on a thread of the sandbox. The job's tasks come first, then the end,
     * with the rest of the job.
     *
     * @param job what the script sees of it, as JSON
     * @param log where its print and alert go
     */
    ScriptRun compile(Script script, String job, ScriptLog log) {
        var run = new ScriptRun();
        threads.execute(() -> {
            try {
                SandboxResult result =
                        run(script, log, (context, api, guard) -> compile(context, api, guard, job, run));
                run.put(new ScriptRun.End(result));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                broken(run, new IllegalStateException("The sandbox is closing", e));
            } catch (RuntimeException e) {
                broken(run, e);
            }
        });
        return run;
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

    private static void broken(ScriptRun run, RuntimeException cause) {
        try {
            run.put(new ScriptRun.Broken(cause));
        } catch (InterruptedException e) {
            // Only a taker that has gone leaves no room.
            Thread.currentThread().interrupt();
        }
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
        watchdog.close();
        synchronized (this) {
            if (engine != null) {
                engine.close(true);
            }
        }
    }

    /** What is asked of a script that has been evaluated. */
    private interface Question {
        SandboxResult ask(Context context, Value api, Watchdog.Guard guard) throws InterruptedException;
    }

    private SandboxResult run(Script script, ScriptLog log, Question question) {
        Context context = newContext(log);
        try (Watchdog.Guard guard = watchdog.guard(context)) {
            log.onOverflow(() ->
                    guard.stop("The script printed more than " + allowance.logLines() + " lines and was stopped"));
            try {
                Value api = AuthorApi.install(context, script, sources, allowance, guard::tasksAuthored);
                context.eval(sources.of(script.file(), script.text()));
                return question.ask(context, api, guard);
            } catch (PolyglotException e) {
                return new SandboxResult.Stopped(guarded(guard, e, script));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("The sandbox is closing", e);
            } catch (IllegalStateException e) {
                // Between two calls into the context, a stopped one is just closed.
                String limit = guard.limitHit();
                if (limit == null) {
                    throw e;
                }
                return new SandboxResult.Stopped(ScriptProblem.of(script.file(), limit));
            }
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

    private Context newContext(ScriptLog log) {
        return Context.newBuilder("js")
                .engine(engine())
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
        }
        return engine;
    }

    private static Source source(String text) {
        return Source.newBuilder("js", text, AuthorApi.FOLDER + "question").buildLiteral();
    }
}
