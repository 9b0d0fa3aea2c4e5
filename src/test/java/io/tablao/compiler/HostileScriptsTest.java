// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.configuration.MemorySize;
import io.tablao.model.TaskDefinition;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a script does, it ends with an error that says what, and the next one finds everything as it should be. */
class HostileScriptsTest {

    private static final String TIME = "The script ran for more than 1 s and was stopped";
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

    private static final TrialCompiler COMPILER =
            new TrialCompiler(new Tight(Duration.ofSeconds(1)), ScriptFolder.none());
    /** For what must not run out of time first, however busy the machine is. */
    private static final TrialCompiler PATIENT =
            new TrialCompiler(new Tight(Duration.ofSeconds(30)), ScriptFolder.none());

    private static String undisturbed = "";

    /** Little of everything. */
    private record Tight(Duration timeLimit) implements CompilerConfig {
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
        undisturbed = PATIENT.tried(GOOD, "{}").rest().settings().text();
    }

    @AfterAll
    static void close() {
        COMPILER.close();
        PATIENT.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void endsWithItsError(String name, String body, String expected) {
        CompilationFailure failure = (expected.endsWith(STOPPED) && !expected.equals(MEMORY) ? COMPILER : PATIENT)
                .failed(
                        "const JOB_TYPE = { label: 'Hostile', settings: [] };\nfunction compileJob(job) {\n" + body
                                + "\n}",
                        "{}");

        assertThat(failure.sentence()).contains(expected);
        var next = PATIENT.tried(GOOD, "{}");
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
                row("promise jobs alone", "const again = () => Promise.resolve().then(again); again()", STOPPED),
                row("asynchronous loop", "(async () => { for (;;) await 1 })()", STOPPED),
                row("then of the result", "return { get then() { for (;;) {} } }", STOPPED),
                row("getter in a parameter", task("{ get a() { for (;;) {} } }"), STOPPED),
                row(
                        "name of a task",
                        "const t = author.Task('t', 'misc'); Object.defineProperty(t, 'name', { get() { for (;;) {} } }); job.addTask(t)",
                        STOPPED),
                row("list that is said to be long", "Array.from({ length: 2 ** 32 - 1 })", "is too long"),
                row("filled without end", "Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 1)", STOPPED),
                row(
                        "twice in each other, sixty deep",
                        "let a = {}; for (let i = 0; i < 60; i++) a = { l: a, r: a }; JSON.stringify(a)",
                        STOPPED),
                row(
                        "the same as settings",
                        "let a = {}; for (let i = 0; i < 60; i++) a = { l: a, r: a }; job.settings.a = a",
                        STOPPED),
                row("expression without end", "/^(?:(a*)\\1)*b/.test('a'.repeat(5000))", STOPPED),
                row("printed proxy", "print(new Proxy({}, { ownKeys() { for (;;) {} } }))", STOPPED),
                row("rest without end", "const [...rest] = (function* () { for (;;) yield 1 })()", STOPPED),
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
                row("a buffer, and done", "new Uint8Array(2 ** 27)", MEMORY),
                row("thrown text without end", "throw 'y'.repeat(2 ** 27)", MEMORY),
                row("nothing, printed long", "print('\\n'.repeat(1e8))", STOPPED),
                row("JSON as deep as it is long", "JSON.parse('['.repeat(2e5) + ']'.repeat(2e5))", "nested that deep"),
                row("brackets as code", "eval('('.repeat(100000) + ')'.repeat(100000))", "RangeError"),
                row("getter of itself", "const o = { get a() { return this.a } }; o.a", "RangeError"),
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
                row(
                        "prints nothing without end",
                        "for (;;) print('')",
                        "The script printed more than 50 lines and was stopped"),
                row(
                        "long name",
                        "job.addTask(author.Task('n'.repeat(200000), 'misc'))",
                        "longer than 10000 characters"),
                row("long type", "job.addTask(author.Task('n', 't'.repeat(201)))", "longer than 200 characters"),
                row(
                        "more steps than there are numbers",
                        "const t = author.Task('t', 'misc'); for (const i of [1, 2]) t.addCommand(author.Command('echo', {}, 2 ** 31 - 1)); job.addTask(t)",
                        "more steps than can be counted"),
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
                row("file above by require", "require('./../secret.js')", "There is no module"),
                row("file by an encoded path", "require('./%2e%2e/secret.js')", "There is no module"),
                row("file by a Windows path", "require('.\\\\..\\\\secret.js')", "There is no module"),
                row("file by an address", "require('file:///etc/passwd')", "There is no module"),
                row(
                        "require of what is no text",
                        "require({ toString() { return '../secret' } })",
                        "There is no module"),
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
                row("a generator", "return (function* () {})()", "must not be a generator"),
                row("metadata that is none", "job.metadata = null", "job.metadata must be an object"),
                row("metadata that is a list", "job.metadata = ['a']", "job.metadata must be an object"),
                row("metadata that is a map", "job.metadata = new Map([['a', 'b']])", "job.metadata holds a Map"),
                row("a map among the settings", "job.settings.list = [new Map()]", "holds a Map at list[0]"),
                row("an expression as a parameter", task("{ pattern: /x/ }"), "holds a RegExp at pattern"),
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
                        "prototypes with leaks",
                        "Object.prototype.leak = 1; Array.prototype.leak = 1; globalThis.leak = 1; throw 'leaked'",
                        "leaked"),
                row(
                        "JSON of lists that lies",
                        "Array.prototype.toJSON = () => []; job.addTask(author.Task('t', 'misc'))",
                        "Of the job's 1 tasks 0 came out"),
                row(
                        "JSON of objects that lies",
                        "Object.prototype.toJSON = () => 7; job.addTask(author.Task('t', 'misc'))",
                        "must be an object"),
                row(
                        "places that lie",
                        "Object.defineProperty(Array.prototype, '0', { set() {} }); job.addTask(author.Task('t', 'misc'))",
                        "TypeError"),
                row(
                        "instances that lie",
                        "const T = author.Task('t', 'misc').constructor; Object.defineProperty(T, Symbol.hasInstance, { value: () => true }); job.addTask({ name: 't', type: 'misc' })",
                        "must be an author.Task"),
                row(
                        "JSON that lies",
                        "JSON.stringify = () => '[]'; JSON.parse = null; throw new Error('lied')",
                        "lied"),
                row(
                        "globals taken away",
                        "delete globalThis.author; Object = null; Array = null; Map = null; throw new Error('gone')",
                        "gone"));
    }

    /** What scripts do to the language is their business, and the job is what they authored all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Array.prototype.push = () => 1",
                "Set.prototype.add = () => 1; Set.prototype[Symbol.iterator] = null",
                "String.prototype.trim = () => ({}); String.prototype.slice = null",
                "Math.min = () => NaN; Math.max = () => -1; Math.floor = () => 0",
                "Array.isArray = () => false; Number.isFinite = Number.isInteger = null",
                "Object.entries = Object.keys = Object.hasOwn = Object.getPrototypeOf = () => []",
                "JSON.stringify = () => '[]'; JSON.parse = null",
                "String = Array = Object = Error = Number = Reflect = null",
                "Function.prototype.call = Function.prototype.apply = Function.prototype.bind = null",
                "author.Task('x', 'y').constructor.written = () => ({ name: 1 })",
                "Object.freeze(Object.prototype); Object.freeze(Array.prototype)",
            })
    void authorsTheSameInAChangedLanguage(String change) {
        var made = PATIENT.tried("""
                        const JOB_TYPE = { label: 'Changed', settings: [] };
                        function compileJob(job) {
                          const { Task, Command } = author;
                          %s;
                          const one = Task(' one ', 'misc');
                          const two = Task('two', 'misc');
                          two.addDependency(one);
                          two.addCommand(Command('echo', { list: [1, { a: 'b' }] }));
                          job.addTask(one);
                          job.addTask(two);
                        }
                        """.formatted(change), "{}");

        assertThat(made.tasks()).extracting(TaskDefinition::name).containsExactly("one", "two");
        assertThat(made.tasks().getLast().dependencies()).containsExactly(0);
        assertThat(made.tasks().getLast().commands().getFirst().parameters().text())
                .isEqualTo("{\"list\":[1,{\"a\":\"b\"}]}");
    }

    /** What describes itself is as little to be trusted as what makes tasks. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "for (;;) {} | and was stopped",
                "const JOB_TYPE = { get label() { for (;;) {} }, settings: [] } | and was stopped",
                "const JOB_TYPE = new Proxy({}, { ownKeys() { for (;;) {} } }) | and was stopped",
                "const JOB_TYPE = { label: 'x', settings: [], toJSON() { for (;;) {} } } | and was stopped",
                "const all = []; for (;;) all.push(new Array(1000).fill(1)) | and was stopped",
                "const JOB_TYPE = { label: 'x', settings: Array.from({ length: 1e6 }, (_, i) => ({ key: 'k' + i, type: 'string' })) } | and was stopped",
                "const JOB_TYPE = { label: 'x', settings: Array.from({ length: 9000 }, (_, i) => ({ key: 'k' + i, type: 'string' })) } | larger than 256 KB",
                "const JOB_TYPE = { label: 'x'.repeat(300000), settings: [] } | larger than 256 KB",
                "const JOB_TYPE = { settings: [] }; JOB_TYPE.label = JOB_TYPE | nested too deeply, or holds itself",
                "const JOB_TYPE = { label: 'x', settings: [{ key: 'a', type: 'string', default: () => 1 }] } | holds a function at settings[0].default",
                "let n = 0; const JOB_TYPE = { get label() { return n++ ? {} : 'x' }, settings: [] } | label must be a string",
                "const JOB_TYPE = null | must be an object",
                "const JOB_TYPE = () => 1 | holds a function",
                "for (;;) print('again') | printed more than 50 lines",
                "function f() { f() } f() | RangeError",
                "import fs from 'fs' | scripts are no ES modules",
                "require('./it')('../secret') | There is no module",
            })
    void describesItselfWithinTheSameLimits(String script, String expected) {
        assertThat((STOPPED.endsWith(expected) ? COMPILER : PATIENT)
                        .failed(script, "{}")
                        .sentence())
                .contains(expected);
        assertThat(PATIENT.tried(GOOD, "{}").rest().settings().text()).isEqualTo(undisturbed);
    }

    @Test
    void letsNobodyWaitForAScriptThatNothingStops() {
        // Seconds of work in a function that looks up for nothing.
        String endless = "Array.prototype.indexOf.call({ length: 1e8 }, 1)";

        for (int run = 0; run < 2; run++) {
            assertThat(COMPILER.failed(
                                    "const JOB_TYPE = { label: 'Lost', settings: [] }; function compileJob() { "
                                            + endless + " }",
                                    "{}")
                            .sentence())
                    .contains(STOPPED);
        }

        // Both threads of the pool are gone, and there are two again.
        assertThat(COMPILER.sandbox.lostThreads()).isEqualTo(2);
        assertThat(COMPILER.tried(GOOD, "{}").rest().settings().text()).isEqualTo(undisturbed);
        await().atMost(Duration.ofMinutes(5)).until(() -> COMPILER.sandbox.lostThreads() == 0);
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
                ScriptLog.kept(10),
                Purpose.SUBMISSION);
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
