// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {

    private static final Sandbox SANDBOX = new Sandbox(Limits.usual());
    private static final Sandbox IMPATIENT = new Sandbox(Limits.withTime(Duration.ofMillis(700)));

    @BeforeAll
    static void warmUp() {
        // The first run of all takes longer than the impatient sandbox allows, and is stopped or not.
        assertThat(run(IMPATIENT, new Script("test.js", "function compileJob() {}", Map.of())))
                .isNotNull();
    }

    @AfterAll
    static void close() {
        SANDBOX.close();
        IMPATIENT.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;) {}",
                "for (;;) { try { for (;;) {} } catch (e) {} finally { continue } }",
                "/(x+x+)+\\1y/.test('x'.repeat(60))",
                "const e = new Error(); Object.defineProperty(e, 'message', { get() { for (;;) {} } }); throw e",
            })
    void stopsEndlessScripts(String body) {
        ScriptProblem problem = problem(IMPATIENT, body);

        assertThat(problem.message()).isEqualTo("The script ran for more than 0.7 s and was stopped");
        assertThat(problem(IMPATIENT, "throw 'still here'").message()).isEqualTo("still here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const all = []; for (;;) { all.push(new Array(10000).fill(1)) }",
                "const all = new Map(); for (let i = 0; ; i++) { all.set(i, { i }) }",
                // What is thrown away at once counts too.
                "for (let i = 0; ; i++) { new Array(10000).fill(i) }",
            })
    void stopsScriptsThatUseUpMemory(String body) {
        ScriptProblem problem = problem(SANDBOX, body);

        assertThat(problem.message()).isEqualTo("The script allocated more than 256 MB of memory and was stopped");
    }

    @Test
    void makesDeepRecursionAnErrorOfTheScript() {
        ScriptProblem problem = problem(SANDBOX, "function deep() { return 1 + deep() }\ndeep()");

        assertThat(problem.message()).startsWith("RangeError: ");
    }

    @Test
    void tellsThrownStringsAsTheyAre() {
        ScriptProblem problem = problem(SANDBOX, "throw 'Not on a Friday'");

        assertThat(problem.sentence()).isEqualTo("Not on a Friday");
        assertThat(problem.refusal()).isTrue();
    }

    @Test
    void tellsThrownErrorsWithTheirPlace() {
        ScriptProblem problem = problem(SANDBOX, "const one = 1;\n  throw new Error('Not on a Friday')");

        assertThat(problem.sentence()).startsWith("Not on a Friday (test.js, line 3, column ");
        assertThat(problem.sourceLine()).isEqualTo("  throw new Error('Not on a Friday')");
    }

    @Test
    void tellsMistakesWithTheirKindAndPlace() {
        ScriptProblem problem = problem(SANDBOX, "job.settings.nothing.more()");

        assertThat(problem.message()).startsWith("TypeError: ");
        assertThat(problem.line()).isEqualTo(2);
    }

    @Test
    void tellsWhereTheScriptCalledTheAuthorApiWrongly() {
        ScriptProblem problem = problem(SANDBOX, "\n\n author.Task('', 'misc')");

        assertThat(problem.sentence())
                .isEqualTo("author.Task: parameter \"name\" must not be empty (test.js, line 4, column 2)");
    }

    @Test
    void tellsWhereTheSyntaxIsWrong() {
        ScriptProblem problem =
                problem(run(SANDBOX, new Script("test.js", "const a = 1;\nconst b = = 2;\n", Map.of())));

        assertThat(problem.message()).startsWith("SyntaxError: ").doesNotContain("test.js");
        assertThat(problem.line()).isEqualTo(2);
        assertThat(problem.column()).isEqualTo(11);
        assertThat(problem.sourceLine()).isEqualTo("const b = = 2;");
    }

    @Test
    void tellsPlacesInModules() {
        ScriptProblem problem = problem(run(
                SANDBOX,
                new Script(
                        "test.js",
                        "const lib = require('./lib.js'); function compileJob() { lib.fail() }",
                        Map.of("lib.js", "exports.fail = () => { throw new Error('inside') }"))));

        assertThat(problem.script()).isEqualTo("lib.js");
        assertThat(problem.line()).isEqualTo(1);
        assertThat(problem.sourceLine()).startsWith("exports.fail");
        assertThat(problem.column()).isBetween(20, 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"const compileJob = 1", "async function compileJob() {}", "const nothing = 1"})
    void needsPlainFunctionCompileJob(String text) {
        ScriptProblem problem = problem(run(SANDBOX, new Script("test.js", text, Map.of())));

        assertThat(problem.message()).contains("compileJob");
    }

    @Test
    void keepsRunsApart() {
        var script = new Script(
                "test.js",
                "function compileJob() { if (globalThis.seen) { throw 'seen' } globalThis.seen = true }",
                Map.of());

        assertThat(run(SANDBOX, script)).isInstanceOf(SandboxResult.Returned.class);
        assertThat(run(SANDBOX, script)).isInstanceOf(SandboxResult.Returned.class);
    }

    private static ScriptProblem problem(Sandbox sandbox, String body) {
        return problem(run(sandbox, new Script("test.js", "function compileJob(job) {\n" + body + "\n}", Map.of())));
    }

    private static ScriptProblem problem(SandboxResult result) {
        assertThat(result).isInstanceOf(SandboxResult.Stopped.class);
        return ((SandboxResult.Stopped) result).problem();
    }

    private static SandboxResult run(Sandbox sandbox, Script script) {
        return TrialCompiler.end(
                sandbox.compile(script, "{\"settings\":{},\"metadata\":{}}", ScriptLog.kept(1000), Purpose.SUBMISSION));
    }
}
