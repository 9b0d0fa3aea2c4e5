// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands in the guide for scripts' authors, and in the types for their editors, is so. */
class GuideTest {

    private static final Path GUIDE = Path.of("compilers/README.md");
    private static final Path TYPES = Path.of("compilers/tablao.d.ts");
    private static final Pattern BLOCK = Pattern.compile("```(js|json)\\n(.*?)```", Pattern.DOTALL);
    private static final TrialCompiler COMPILER = TrialCompiler.usual();

    @AfterAll
    static void close() {
        COMPILER.close();
    }

    /** A script of the guide, with the settings that follow it. */
    record Example(String script, String settings) {
        @Override
        public String toString() {
            return script.lines().findFirst().orElse("") + " …";
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        for (MatchResult block :
                BLOCK.matcher(Files.readString(GUIDE)).results().toList()) {
            if (block.group(1).equals("json")) {
                Example script = examples.removeLast();
                examples.add(new Example(script.script(), block.group(2)));
            } else {
                examples.add(new Example(block.group(2), "{}"));
            }
        }
        assertThat(examples).hasSizeGreaterThan(6);
        return examples.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void everyExampleCompiles(Example example) {
        String script = example.script().contains("compileJob")
                ? example.script()
                : "const JOB_TYPE = { label: 'Example', settings: [] };\nfunction compileJob(job) {\n"
                        + example.script() + "\n}";

        assertThat(COMPILER.tried(script, example.settings()).tasks()).isNotNull();
    }

    @Test
    void examplesPrintWhatTheirCommentsSay() throws IOException {
        Pattern printed = Pattern.compile("print\\((.*)\\); // (.*)");
        int seen = 0;
        for (Example example : examples().toList()) {
            List<String> expected = printed.matcher(example.script())
                    .results()
                    .map(match -> match.group(2))
                    .toList();
            if (!expected.isEmpty()) {
                String script = "const JOB_TYPE = { label: 'Example', settings: [] };\nfunction compileJob(job) {\n"
                        + example.script() + "\n}";
                assertThat(COMPILER.tried(script, "{}").rest().log()).isEqualTo(expected);
                seen += expected.size();
            }
        }
        assertThat(seen).isGreaterThan(4);
    }

    @Test
    void theTypesNameAllGlobalsAndNoOthers() throws IOException {
        var declared = new TreeSet<String>();
        Pattern.compile("^declare (?:const|function) (\\w+)", Pattern.MULTILINE)
                .matcher(Files.readString(TYPES))
                .results()
                .forEach(match -> declared.add(match.group(1)));
        // Those that only modules have.
        declared.remove("module");
        declared.remove("exports");

        var made = COMPILER.tried("""
                        const JOB_TYPE = { label: 'x', settings: [] };
                        function compileJob(job) {
                          const ours = ['author', 'path', 'process', 'frameChunker', 'frameCount', 'formatTimestampLocal',
                            'shellSplit', 'print', 'alert', 'require'];
                          const language = new Set(Object.getOwnPropertyNames(globalThis));
                          for (const name of ours) {
                            if (!language.has(name)) throw new Error(name);
                          }
                          print(ours.join(' '));
                          print(Object.keys(job).sort().join(' '));
                          print(Object.keys(path).sort().join(' '));
                          print(Object.keys(process).sort().join(' '));
                          print(Object.keys(author).sort().join(' '));
                          const members = (made) => [...Object.keys(made),
                            ...Object.getOwnPropertyNames(Object.getPrototypeOf(made)).filter((name) => name !== 'constructor')];
                          print(members(author.Task('a', 'b')).sort().join(' '));
                          print(members(author.Command('a', {})).sort().join(' '));
                        }
                        """, "{}");

        List<String> log = made.rest().log();
        assertThat(declared).containsExactlyInAnyOrder(log.get(0).split(" ", -1));
        assertThat(members("interface Job \\{"))
                .containsExactlyInAnyOrder(log.get(1).split(" ", -1));
        assertThat(members("interface Paths \\{"))
                .containsExactlyInAnyOrder(log.get(2).split(" ", -1));
        assertThat(members("interface Process \\{"))
                .containsExactlyInAnyOrder(log.get(3).split(" ", -1));
        assertThat(members("interface Author \\{"))
                .containsExactlyInAnyOrder(log.get(4).split(" ", -1));
        assertThat(members("interface Task \\{"))
                .containsExactlyInAnyOrder(log.get(5).split(" ", -1));
        assertThat(members("interface Command \\{"))
                .containsExactlyInAnyOrder(log.get(6).split(" ", -1));
    }

    @Test
    void theTypesNameAllFieldsOfJobTypesAndNoOthers() throws IOException {
        assertThat(members("interface JobType \\{")).containsExactlyInAnyOrder("label", "description", "settings");
        assertThat(members("interface JobSetting \\{"))
                .containsExactlyInAnyOrderElementsOf(Stream.of(JobSetting.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        // A word of Java's own.
                        .map(name -> name.equals("defaultValue") ? "default" : name)
                        .toList());
    }

    @Test
    void theGuideTellsTheLimitsAsTheyAre() throws IOException {
        String guide = Files.readString(GUIDE);
        String config = Files.readString(Path.of("src/main/java/io/tablao/compiler/CompilerConfig.java"));
        Pattern row = Pattern.compile("\\| `tablao\\.compiler\\.([a-z-]+)` \\| (\\S+) \\|");
        List<MatchResult> rows = row.matcher(guide).results().toList();
        assertThat(rows).hasSize(8);
        for (MatchResult each : rows) {
            StringBuilder method = new StringBuilder();
            for (String word : each.group(1).split("-", -1)) {
                method.append(method.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            assertThat(config)
                    .containsPattern("@WithDefault\\(\"" + each.group(2) + "\"\\)\\s+\\w+ " + method + "\\(\\)");
        }
    }

    private static List<String> members(String head) throws IOException {
        var body = Pattern.compile(head + "(.*?)^}", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(Files.readString(TYPES));
        assertThat(body.find()).isTrue();
        return Pattern.compile("^  (?:readonly )?(\\w+)[(:?]", Pattern.MULTILINE)
                .matcher(body.group(1))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
