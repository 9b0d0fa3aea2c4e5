// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.model.JsonText;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.javacrumbs.jsonunit.assertj.JsonAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorApiTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final Sandbox SANDBOX = new Sandbox(Limits.usual());

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Frame ranges
                "frameChunker('1..10,20..25,40,3..8', 4) | ['1-4', '5-8', '9,10,20,21', '22-25', '40']",
                "frameChunker('1-3', 10)                 | ['1-3']",
                "frameChunker('1-2', 10)                 | ['1,2']",
                "frameChunker(' 3 , 1 - 2 ', 2)          | ['1,2', '3']",
                "frameChunker('5,5,5', 1)                | ['5']",
                "frameChunker('7 .. 9', 2)               | ['7,8', '9']",
                "frameChunker('-3--1', 2)                | ['-3,-2', '-1']",
                "frameCount('1..10,20..25,40,3..8')      | 17",
                "frameCount('1-1000000000')              | 1000000000",
                "frameCount(' 5, 3 .. 6,5')              | 4",
                // Paths
                "path.basename('/a/b.txt')               | 'b.txt'",
                "path.basename('C:\\\\a\\\\b.txt')       | 'b.txt'",
                "path.basename('/a/b/')                  | 'b'",
                "path.basename('/')                      | '/'",
                "path.basename('')                       | '.'",
                "path.dirname('C:\\\\f')                 | 'C:'",
                "path.dirname('\\\\\\\\SERVER\\\\a\\\\b.txt') | '//SERVER/a'",
                "path.dirname('/a/../b/c')               | '/a/../b'",
                "path.dirname('/a')                      | '/'",
                "path.dirname('a')                       | '.'",
                "path.dirname('')                        | '.'",
                "path.join()                             | ''",
                "path.join('', '')                       | ''",
                "path.join('/a/./b', '../c')             | '/a/c'",
                "path.join('a', '../..', 'b')            | '../b'",
                "path.join('/..', 'b')                   | '/b'",
                "path.join('C:\\\\a', 'b')               | 'C:/a/b'",
                "path.join('\\\\\\\\SERVER\\\\a', 'b')   | '//SERVER/a/b'",
                "path.stem('stem.tar.gz')                | 'stem.tar'",
                "path.stem('/a/file.blend')              | 'file'",
                "path.stem('plain')                      | 'plain'",
                "path.stem('C:\\\\a\\\\b.tar.gz')        | 'b.tar'",
                "path.stem('')                           | '.'",
                "path.basename('\\\\\\\\SERVER\\\\a')      | 'a'",
                // Tasks and commands
                "author.Task(' a ', ' b ').name          | 'a'",
                "author.Task(' a ', ' b ').type          | 'b'",
                "author.Task('a', 'b').priority          | 50",
                "author.Command(' echo ', {}).name       | 'echo'",
                "author.Command('echo', {}).totalStepCount | 0",
                "author.Command('echo', {}, 7).totalStepCount | 7",
                "author.Command('echo', {a: [1]}).parameters | {'a': [1]}",
                // Words of a shell
                "shellSplit('-b  -y')                    | ['-b', '-y']",
                "shellSplit(`a 'b c' \"d \\\\\" e\" f\\\\ g ''`) | ['a', 'b c', 'd \" e', 'f g', '']",
                "shellSplit('--out #frame')              | ['--out', '#frame']",
                "shellSplit('')                          | []",
                // Modules and surroundings
                "require('path') === path                | true",
                "require('author') === author            | true",
                "require('process') === process          | true",
                "['linux', 'darwin', 'windows'].includes(process.platform) | true",
                "process.cwd().length > 0                | true",
                "[typeof Java, typeof Polyglot, typeof Graal, typeof load, typeof console, typeof SharedArrayBuffer].join() | 'undefined,undefined,undefined,undefined,undefined,undefined'",
                "(function () { return this === undefined })() | true",
            })
    void evaluates(String expression, String expected) {
        assertThat(result(expression)).isEqualTo(json(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "frameChunker('', 1)              | \"\" holds no frames",
                "frameChunker(undefined, 1)       | \"\" holds no frames",
                "frameChunker('1-5, 1 10', 1)     | \"1 10\" is not a frame",
                "frameChunker('1,,3', 1)          | \"\" is not a frame",
                "frameChunker('1-5', 0)           | \"0\" is not a chunk size",
                "frameChunker('1-5', 1.5)         | \"1.5\" is not a chunk size",
                "frameCount('9-3')                | \"9-3\" ends before it starts",
                "shellSplit(\"it's\")             | A single quote is never closed",
                "shellSplit('say \"')             | A double quote is never closed",
                "formatTimestampLocal('noon')     | \"noon\" is not a timestamp",
                "require('./nothing.js')          | There is no module \"./nothing.js\"",
                "require('fs')                    | There is no module \"fs\"",
                "author.Task('  ', 'misc')        | parameter \"name\" must not be empty",
                "author.Task('a', '')             | parameter \"type\" must not be empty",
                "author.Task(undefined, 'misc')   | parameter \"name\" must be a string, not undefined",
                "author.Command('', {})           | parameter \"name\" must not be empty",
                "author.Command('echo')           | parameter \"parameters\" must be an object, not undefined",
                "author.Command('echo', [])       | parameter \"parameters\" must be an object, not a list",
                "author.Task('a', 'b').addCommand({}) | parameter \"command\" must be an author.Command",
                "author.Task('a', 'b').addDependency() | parameter \"task\" must be an author.Task",
                "job.addTask({})                  | parameter \"task\" must be an author.Task",
            })
    void refuses(String expression, String message) {
        assertThat(problem("job.settings.result = " + expression).message()).contains(message);
    }

    @Test
    void formatsTimestampsInLocalTime() {
        String local = DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmmss")
                .withZone(ZoneId.systemDefault())
                .format(Instant.parse("2026-03-05T14:01:02.5Z"));

        assertThat(result("formatTimestampLocal(job.created)").textValue()).isEqualTo(local);
        assertThat(result("formatTimestampLocal('2026-03-05T14:01:02.5Z')").textValue())
                .isEqualTo(local);
    }

    @Test
    void givesTheScriptTheJobAndKeepsWhatItWritesThere() {
        try (TrialCompiler compiler = TrialCompiler.usual()) {
            AuthoredJob job = compiler.tried("""
                            const JOB_TYPE = { label: 'Test', settings: [] };
                            function compileJob(job) {
                              const { jobID, name, jobType, priority, status, storage, workerTagUUID } = job;
                              job.settings.seen = { name, jobType, priority, status, storage, workerTagUUID };
                              job.settings.id = typeof jobID;
                              job.settings.time = /^\\d{4}-\\d\\d-\\d\\d_\\d{6}$/.test(formatTimestampLocal(job.created));
                              delete job.settings.gone;
                              job.metadata.by = 'the script';
                            }
                            """, "{\"gone\": 1, \"kept\": 2}").rest();

            JsonAssertions.assertThatJson(job.settings().text()).isEqualTo("""
                    {kept: 2, id: 'string', time: true,
                     seen: {name: 'job', jobType: 'test', priority: 50, status: 'under-construction', storage: {},
                            workerTagUUID: ''}}
                    """);
            assertThat(job.metadata()).isEqualTo(Map.of("by", "the script"));
        }
    }

    @Test
    void addsDependenciesBeforeAndAfterTasksAreAdded() {
        try (TrialCompiler compiler = TrialCompiler.usual()) {
            List<TaskDefinition> tasks = compiler.tried("""
                            const JOB_TYPE = { label: 'Test', settings: [] };
                            function compileJob(job) {
                              const early = new author.Task(' early ', ' misc ');
                              const late = author.Task('late', 'misc');
                              late.addDependency(early);
                              job.addTask(late);
                              job.addTask(early);
                              early.priority = 60;
                              const last = author.Task('last', 'misc');
                              job.addTask(last);
                              last.addDependency(late);
                              last.addDependency(late);
                              last.addCommand(author.Command(' echo ', { message: 'hi', list: [1, { a: null }], left: undefined }, 3));
                            }
                            """, "{}").tasks();

            assertThat(tasks)
                    .containsExactly(
                            new TaskDefinition(0, "late", "misc", 50, List.of(1), List.of()),
                            new TaskDefinition(1, "early", "misc", 60, List.of(), List.of()),
                            new TaskDefinition(
                                    2,
                                    "last",
                                    "misc",
                                    50,
                                    List.of(0),
                                    List.of(new TaskCommand(
                                            "echo",
                                            new JsonText("{\"message\":\"hi\",\"list\":[1,{\"a\":null}]}"),
                                            3))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ a: { b: [1, NaN] } }       | holds NaN at a.b[1]",
                "{ a: () => 1 }               | holds a function at a",
                "{ list: [undefined] }        | holds undefined at list[0]",
                "{ big: 1n }                  | holds a bigint at big",
                "{ get self() { return this } } | is nested too deeply, or holds itself",
            })
    void namesThePlaceOfParametersThatAreNotJson(String parameters, String message) {
        assertThat(problem("""
                                const task = author.Task('broken', 'misc');
                                task.addCommand(author.Command('echo', %s));
                                job.addTask(task);
                                """.formatted(parameters)).message())
                .contains("command \"echo\" of task \"broken\"")
                .contains(message);
    }

    @Test
    void printsAsInformationAndAlertsAsWarnings() {
        List<String> information = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        var script = new Script(
                "own.js", "function compileJob() { print('frames', 3, [1]); alert('few', { left: 2 }); }", Map.of());

        TrialCompiler.end(SANDBOX.compile(
                script,
                "{\"settings\":{},\"metadata\":{}}",
                new ScriptLog(10, information::add, warnings::add),
                Purpose.SUBMISSION));

        assertThat(information).containsExactly("frames 3 [1]");
        assertThat(warnings).containsExactly("few {\"left\":2}");
    }

    @Test
    void refusesDependenciesOnTasksThatWereNeverAdded() {
        assertThat(problem("""
                                const one = author.Task('one', 'misc');
                                one.addDependency(author.Task('other', 'misc'));
                                job.addTask(one);
                                """).message())
                .isEqualTo("Task \"one\" depends on task \"other\", which was never added to the job");
    }

    @Test
    void letsScriptsNameTheirConstantsLikeGlobals() {
        var script = new Script("own.js", """
                const path = require('path');
                const { frameCount } = globalThis;
                function print() {}
                function compileJob(job) { job.settings.result = path.stem('a.b'); }
                """, Map.of());

        assertThat(run(script)).isInstanceOf(SandboxResult.Returned.class);
    }

    @Test
    void requiresModulesThatRequireModules() {
        var script = new Script(
                "own.js",
                "const lib = require('./lib/one.js'); function compileJob(job) { job.settings.result = lib.twice(4); }",
                Map.of(
                        "lib/one.js", "const two = require('./two'); exports.twice = (x) => x * two.two;",
                        "lib/two.js", "module.exports = { two: 2 };"));

        var returned = (SandboxResult.Returned) run(script);

        JsonAssertions.assertThatJson(returned.json()).inPath("settings.result").isEqualTo(8);
    }

    private static JsonNode result(String expression) {
        var returned = compile("job.settings.result = " + expression);
        assertThat(returned).isInstanceOf(SandboxResult.Returned.class);
        return json(((SandboxResult.Returned) returned).json()).at("/settings/result");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ScriptProblem problem(String body) {
        return ((SandboxResult.Stopped) compile(body)).problem();
    }

    private static SandboxResult compile(String body) {
        return run(new Script("test.js", "function compileJob(job) {\n" + body + "\n}", Map.of()));
    }

    private static SandboxResult run(Script script) {
        String job = "{\"created\":\"2026-03-05T14:01:02.5Z\",\"settings\":{},\"metadata\":{}}";
        return TrialCompiler.end(SANDBOX.compile(script, job, ScriptLog.kept(1000), Purpose.SUBMISSION));
    }
}
