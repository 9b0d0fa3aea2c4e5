// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.compiler.ScriptsCheck.Finding;
import io.tablao.compiler.ScriptsCheck.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsCheckTest {

    private static final String GREET = """
            const JOB_TYPE = { label: 'Greet', settings: [{ key: 'who', type: 'string', required: true }] };
            function compileJob(job) {
              const task = author.Task(`greet ${job.settings.who}`, 'misc');
              task.addCommand(author.Command('echo', { message: formatTimestampLocal(job.created) }));
              job.addTask(task);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void theScriptsOfThisFarmAndTheirExamplesAreAsTheyShouldBe() throws Exception {
        List<Finding> findings;
        try (var check = new ScriptsCheck(Path.of("compilers"), false)) {
            findings = check.findings();
        }

        assertThat(findings).extracting(Finding::level).containsOnly(Level.FINE);
        assertThat(findings)
                .extracting(Finding::text)
                .filteredOn(text -> text.endsWith("as expected"))
                .hasSize(3);
    }

    @Test
    void comparesWithWhatIsExpectedAndWritesItWhenAsked() throws Exception {
        write("greet.js", GREET);
        write("greet.example.json", "{\"settings\": {\"who\": \"world\"}}");

        assertThat(check(true))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.text()).isEqualTo("compiles into 1 tasks, written to greet.expected.json"));
        assertThat(folder.resolve("greet.expected.json")).content().contains("2000-01-02_030405");
        assertThat(check(false))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).isEqualTo("compiles into 1 tasks, as expected"));

        write("greet.js", GREET.replace("greet ${", "hail ${"));

        assertThat(check(false)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.file()).isEqualTo("greet.example.json");
            assertThat(finding.text()).contains("tasks[0].name is \"hail world\" instead of \"greet world\"");
        });
    }

    @Test
    void compilesAllExamplesOfAScript() throws Exception {
        write("greet.js", GREET);
        write("greet.one.example.json", "{\"settings\": {\"who\": \"one\"}}");
        write("greet.none.example.json", "{}");
        write("greet.broken.example.json", "{");

        assertThat(check(false))
                .extracting(Finding::file, Finding::level)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("greet.broken.example.json", Level.ERROR),
                        org.assertj.core.groups.Tuple.tuple("greet.none.example.json", Level.ERROR),
                        org.assertj.core.groups.Tuple.tuple("greet.one.example.json", Level.FINE));
    }

    @Test
    void asksWhetherFieldsWereMeantOtherwise() throws Exception {
        write(
                "typo.js",
                "const JOB_TYPE = { label: 'x', desription: 'y', settings: [{ key: 'a', type: 'bool', defualt: true, eval_info: {} }] };");

        assertThat(check(false))
                .filteredOn(finding -> finding.level() == Level.WARNING)
                .extracting(Finding::text)
                .containsExactly(
                        "JOB_TYPE: there is no field \"desription\"; did you mean \"description\"?",
                        "Setting \"a\": there is no field \"defualt\"; did you mean \"default\"?",
                        "Setting \"a\": there is no field \"eval_info\"; did you mean \"evalInfo\"?");
    }

    @Test
    void tellsWhatIsBroken() throws Exception {
        write("broken.js", "const JOB_TYPE = {\n  label: = 'x' };");

        assertThat(check(false)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.ERROR);
            assertThat(finding.text()).contains("line 2, column 10").contains("  label: = 'x' };");
        });
    }

    private List<Finding> check(boolean update) throws IOException, InterruptedException {
        try (var check = new ScriptsCheck(folder, update)) {
            return check.findings();
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
