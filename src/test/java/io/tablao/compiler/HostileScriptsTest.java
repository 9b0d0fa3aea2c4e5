// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a script does, it ends with an error that says what, and the next one finds everything as it should be. */
class HostileScriptsTest {

    private static final String TIME = "The script ran for more than 1.5 s and was stopped";
    private static final String MEMORY = "The script allocated more than 64 MB of memory and was stopped";
    /** Out of time or of memory, whichever the machine comes to first. */
    private static final String STOPPED = " and was stopped";

    private static final String GOOD = """
            const JOB_TYPE = { label: 'Good', settings: [] };
            function compileJob(job) {
              const one = author.Task('one', 'misc');
              one.addCommand(author.Command('echo', { message: [1, 2].map((each) => each + 1).join() + JSON.stringify({ a: 1 }) }));
              job.addTask(one);
              job.settings.seen = Object.keys(globalThis).join() + typeof Array.prototype.leak + typeof Object.prototype.leak;
            }
            """;

    private static final TrialCompiler COMPILER = new TrialCompiler(new Tight(), ScriptFolder.none());
    private static String undisturbed = "";

    /** Little of everything. */
    private record Tight() implements CompilerConfig {
        @Override
        public Duration timeLimit() {
            return Duration.ofMillis(1500);
        }

        @Override
        public Duration timePerMillionTasks() {
            return Duration.ofSeconds(30);
        }

        @Override
        public MemorySize memoryLimit() {
            return bytes(64L << 20);
        }

        @Override
        public MemorySize memoryPerTask() {
            return bytes(16L << 10);
        }

        @Override
        public int tasksLimit() {
            return 1000;
        }

        @Override
        public int commandsLimit() {
            return 10;
        }

        @Override
        public MemorySize jobSizeLimit() {
            return bytes(1L << 20);
        }

        @Override
        public int logLinesLimit() {
            return 50;
        }

        @Override
        public int concurrency() {
            return 2;
        }

        @Override
        public Duration deliveryTimeout() {
            return Duration.ofSeconds(1);
        }

        private static MemorySize bytes(long count) {
            return new MemorySize(BigInteger.valueOf(count));
        }
    }

    @BeforeAll
    static void warmUp() {
        // The very first run takes longer than these limits allow, and is stopped or not.
        COMPILER.tryOut(GOOD, "{}", new java.util.ArrayList<>());
        undisturbed = COMPILER.tried(GOOD, "{}").rest().settings().text();
    }

    @AfterAll
    static void close() {
        COMPILER.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void endsWithItsError(String name, String body, String expected) {
        CompilationFailure failure = COMPILER.failed(
                "const JOB_TYPE = { label: 'Hostile', settings: [] };\nfunction compileJob(job) {\n" + body + "\n}",
                "{}");

        assertThat(failure.sentence()).contains(expected);
        var next = COMPILER.tried(GOOD, "{}");
        assertThat(next.tasks().getFirst().commands().getFirst().parameters().text())
                .isEqualTo("{\"message\":\"2,3{\\\"a\\\":1}\"}");
        assertThat(next.rest().settings().text()).isEqualTo(undisturbed);
    }

    static Stream<Arguments> scripts() {
        return Stream.of(
                // Without end
                row("endless loop", "for (;;) {}", TIME),
                row(
                        "swallows everything",
                        "for (;;) { try { for (;;) {} } catch (e) {} finally { continue } }",
                        STOPPED),
                row("labels and finally", "a: for (;;) { try { throw 1 } finally { continue a } }", STOPPED),
                row("catastrophic regular expression", "/(x+x+)+\\1y/.test('x'.repeat(60))", STOPPED),
                row("nested quantifiers", "/^(([a-z])+.)+\\1[A-Z]([a-z])+$/.test('a'.repeat(60))", STOPPED),
                row("getter without end", "job.settings = { get a() { for (;;) {} } }", STOPPED),
                row("toJSON without end", "job.settings.a = { toJSON() { for (;;) {} } }", STOPPED),
                row(
                        "toString without end",
                        "throw { toString() { for (;;) {} }, get message() { for (;;) {} } }",
                        STOPPED),
                row(
                        "message without end",
                        "const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e",
                        STOPPED),
                row(
                        "name without end",
                        "const e = new Error('x'); Object.defineProperty(e, 'name', { get() { for (;;) {} } }); throw e",
                        STOPPED),
                row("comparator without end", "[3, 1, 2].sort(() => { for (;;) {} })", STOPPED),
                row(
                        "iterator without end",
                        "const all = { *[Symbol.iterator]() { for (;;) yield 1 } }; for (const each of all) {}",
                        STOPPED),
                row("primitive without end", "`${{ [Symbol.toPrimitive]() { for (;;) {} } }}`", STOPPED),
                row("proxy without end", "job.metadata = new Proxy({}, { ownKeys() { for (;;) {} } })", STOPPED),
                row(
                        "endless promise jobs",
                        "const again = () => Promise.resolve().then(again); again(); for (;;) {}",
                        STOPPED),
                row("getter in a parameter", task("{ get a() { for (;;) {} } }"), STOPPED),
                // Memory
                row("array that grows", "const all = []; for (;;) all.push(new Array(1000).fill(1))", MEMORY),
                row("map that grows", "const all = new Map(); for (let i = 0; ; i++) all.set(i, { i })", MEMORY),
                row("garbage", "for (let i = 0; ; i++) new Array(10000).fill(i)", MEMORY),
                row(
                        "string that doubles",
                        "let text = 'x'; for (;;) text = text + text + text.length",
                        "Invalid string length"),
                row("two gigabytes of text", "'x'.repeat(2 ** 31)", "Invalid string length"),
                row(
                        "half a gigabyte of text",
                        "const text = 'x'.repeat(2 ** 28); job.settings.a = text.replaceAll('x', 'yy')",
                        MEMORY),
                row("typed array", "const all = []; for (;;) all.push(new Float64Array(1 << 20))", MEMORY),
                row("huge buffer", "new ArrayBuffer(2 ** 33)", "Array buffer allocation failed"),
                row("huge array", "new Array(2 ** 32 - 1).fill(0)", MEMORY),
                row("sparse array joined", "const all = []; all[2 ** 31] = 1; all.join('x')", "Invalid string length"),
                row("bigint", "let n = 3n; for (;;) n = n * n", MEMORY),
                row("padding", "'x'.padEnd(2 ** 30 - 1).split('')", "Invalid string length"),
                row(
                        "deep structure as settings",
                        "let a = {}; job.settings = a; for (let i = 0; i < 1e5; i++) { a.a = {}; a = a.a }",
                        "nested too deeply"),
                row("frames", "frameChunker('1-1000000000', 1)", MEMORY),
                // Too much of it
                row(
                        "too many tasks",
                        "for (let i = 0; ; i++) job.addTask(author.Task('t' + i, 'misc'))",
                        "A job may have at most 1000 tasks"),
                row(
                        "too many tasks, swallowed",
                        "for (let i = 0; i < 2000; i++) { try { job.addTask(author.Task('t' + i, 'misc')) } catch (e) {} }",
                        "A job may have at most 1000 tasks"),
                row(
                        "too many commands",
                        "const t = author.Task('t', 'misc'); for (;;) t.addCommand(author.Command('echo', {}))",
                        "a task may have at most 10 commands"),
                row(
                        "too large a job",
                        "for (let i = 0; i < 500; i++) { const t = author.Task('t' + i, 'misc'); t.addCommand(author.Command('echo', { message: 'x'.repeat(5000) })); job.addTask(t) }",
                        "The job's tasks are larger than 1 MB"),
                row("too large a task", task("{ message: 'x'.repeat(950000) }"), "is larger than 900 KB"),
                row(
                        "too large settings",
                        "job.settings.a = 'x'.repeat(300000)",
                        "The job's settings and metadata are larger than 256 KB"),
                row(
                        "prints without end",
                        "for (;;) print('again')",
                        "The script printed more than 50 lines and was stopped"),
                row("enormous message", "throw new Error('x'.repeat(1e6))", "x …"),
                row("deep recursion", "function deep() { return 1 + deep() }\ndeep()", "RangeError"),
                row("mutual recursion through built-ins", "const deep = () => [1].map(deep); deep()", "RangeError"),
                // Ways out
                row("Java", "Java.type('java.lang.System').exit(1)", "Java is not defined"),
                row("Polyglot", "Polyglot.eval('js', '1')", "Polyglot is not defined"),
                row("Graal", "Graal.versionGraalVM", "Graal is not defined"),
                row("Packages", "Packages.java.lang.System.exit(1)", "Packages is not defined"),
                row("load", "load('/etc/passwd')", "load is not defined"),
                row("quit", "quit(1)", "quit is not defined"),
                row("host by constructor", "(function () {}).constructor('return Java')()", "Java is not defined"),
                row(
                        "host by the author API",
                        "job.addTask.constructor('return this.Java.type(\"java.lang.System\")')()",
                        "Cannot read property"),
                row("timers", "setTimeout(() => {}, 1)", "setTimeout is not defined"),
                row("threads", "new Worker('x.js')", "Worker is not defined"),
                row("shared memory", "new SharedArrayBuffer(8)", "SharedArrayBuffer is not defined"),
                row("file by require", "require('/etc/passwd')", "There is no module"),
                row("folder above by require", "require('../../secret.js')", "There is no module"),
                row("module of Node by require", "require('fs')", "There is no module"),
                row("dynamic import", "import('fs').then(() => {}); throw 'not waited for'", "not waited for"),
                row("fetch", "fetch('http://localhost')", "fetch is not defined"),
                row("environment", "process.env.HOME.length", "Cannot read property"),
                // Odd ends
                row("throws null", "throw null", "null"),
                row("throws nothing", "throw undefined", "undefined"),
                row("throws a proxy", "throw new Proxy({}, { get() { throw 1 } })", "Error"),
                row("throws a function", "throw () => 1", "Function"),
                row("throws an empty text", "throw ''", "without saying why"),
                row("no message", "throw Object.create(null)", "Error"),
                row("asynchronous", "return Promise.resolve()", "must not be asynchronous"),
                row("settings that are none", "job.settings = 7", "job.settings"),
                row(
                        "settings by a proxy",
                        "job.settings = new Proxy({}, { ownKeys() { throw new Error('keys') } })",
                        "keys"),
                row("metadata that is no text", "job.metadata.a = 7", "job.metadata may hold strings only"),
                row(
                        "a function as a parameter",
                        task("{ list: [{ deep: () => 1 }] }"),
                        "holds a function at list[0].deep"),
                row("a symbol as a parameter", task("{ a: Symbol('x') }"), "holds a symbol at a"),
                row("a number that JSON lacks", task("{ a: { b: [1, Infinity] } }"), "holds Infinity at a.b[1]"),
                row(
                        "a parameter that holds itself",
                        "const p = {}; p.p = p; const t = author.Task('t', 'misc'); t.addCommand(author.Command('echo', p)); job.addTask(t)",
                        "nested too deeply, or holds itself"),
                row("something else as a task", "job.addTask({ name: 'x', type: 'y' })", "must be an author.Task"),
                row(
                        "something else as a command",
                        "author.Task('t', 'misc').addCommand({ name: 'echo' })",
                        "must be an author.Command"),
                row(
                        "a task twice",
                        "const t = author.Task('t', 'misc'); job.addTask(t); job.addTask(t)",
                        "added to the job twice"),
                row(
                        "a dependency that is missing",
                        "const t = author.Task('t', 'misc'); t.addDependency(author.Task('gone', 'misc')); job.addTask(t)",
                        "depends on task \"gone\", which was never added"),
                row(
                        "a cycle",
                        "const a = author.Task('a', 'misc'); const b = author.Task('b', 'misc'); a.addDependency(b); b.addDependency(a); job.addTask(a); job.addTask(b)",
                        "Tasks wait for each other: a → b → a"),
                row(
                        "a name taken away",
                        "const t = author.Task('t', 'misc'); job.addTask(t); t.name = ''",
                        "\"name\" must not be empty"),
                row(
                        "a type taken away",
                        "const t = author.Task('t', 'misc'); job.addTask(t); t.type = null",
                        "\"type\" must be a string"),
                // The author API's own tools
                row(
                        "push that lies",
                        "Array.prototype.push = () => { throw new Error('mine') }; job.addTask(author.Task('t', 'misc'))",
                        "mine"),
                row(
                        "prototypes with leaks",
                        "Object.prototype.leak = 1; Array.prototype.leak = 1; globalThis.leak = 1; throw 'leaked'",
                        "leaked"),
                row(
                        "JSON that lies",
                        "JSON.stringify = () => '[]'; JSON.parse = null; throw new Error('lied')",
                        "lied"),
                row(
                        "globals taken away",
                        "delete globalThis.author; Object = null; Array = null; Map = null; throw new Error('gone')",
                        "gone"));
    }

    @Test
    void aScriptWithoutTasksIsAllowed() {
        var made = COMPILER.tried("const JOB_TYPE = { label: 'x', settings: [] }; function compileJob() {}", "{}");

        assertThat(made.tasks()).isEmpty();
    }

    @Test
    void aSlowScriptDoesNotSlowOthers() {
        var slow = COMPILER.sandbox.compile(
                new Script("slow.js", "function compileJob() { for (;;) {} }", java.util.Map.of()),
                "{\"settings\":{},\"metadata\":{}}",
                ScriptLog.kept(10));
        List<TrialCompiler.Made> quick =
                Stream.generate(() -> COMPILER.tried(GOOD, "{}")).limit(5).toList();

        assertThat(quick).hasSize(5);
        assertThat(TrialCompiler.end(slow)).isInstanceOf(SandboxResult.Stopped.class);
    }

    private static String task(String parameters) {
        return "const t = author.Task('t', 'misc'); t.addCommand(author.Command('echo', " + parameters
                + ")); job.addTask(t)";
    }

    private static Arguments row(String name, String body, String expected) {
        return Arguments.of(name, body, expected);
    }
}
