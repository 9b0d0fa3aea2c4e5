// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTypesTest {

    @TempDir
    private Path folder;

    private Sandbox sandbox;
    private JobTypes types;

    @BeforeEach
    void open() {
        sandbox = new Sandbox(Limits.usual());
        types = new JobTypes(ScriptFolder.at(folder), sandbox);
    }

    @AfterEach
    void close() {
        types.close();
        sandbox.close();
    }

    @Test
    void takesScriptsOfTheFolderBeforeThoseBuiltIn() throws IOException {
        script("echo_sleep_test.js", "My own echo");
        script("nightly_render.js", "Nightly");
        Files.writeString(folder.resolve("new.js"), "let a;");

        assertThat(types.all())
                .extracting(JobType::name)
                .containsExactly("echo-sleep-test", "nightly-render", "simple-blender-render", "single-image-render");
        assertThat(types.find("echo-sleep-test").orElseThrow().label()).isEqualTo("My own echo");
        assertThat(types.problems()).isEmpty();
    }

    @Test
    void leavesOutWhatIsBrokenAndSaysWhy() throws IOException {
        Files.writeString(folder.resolve("syntax.js"), "const JOB_TYPE = {\n  label: = 'x' };");
        Files.writeString(folder.resolve("untyped.js"), "function compileJob() {}");
        Files.writeString(folder.resolve("thrower.js"), "throw new Error('no');");
        Files.writeString(folder.resolve("unfit.js"), "const JOB_TYPE = { label: 'x' };");

        assertThat(types.all()).hasSize(3);
        assertThat(types.problems())
                .extracting(ScriptProblem::script)
                .containsExactlyInAnyOrder("syntax.js", "untyped.js", "thrower.js", "unfit.js");
        ScriptProblem syntax = problem("syntax.js");
        assertThat(syntax.line()).isEqualTo(2);
        assertThat(syntax.column()).isEqualTo(10);
        assertThat(problem("untyped.js").message()).isEqualTo("The script has no JOB_TYPE");
        assertThat(problem("thrower.js").sentence()).startsWith("no (thrower.js, line 1, column ");
        assertThat(problem("unfit.js").message()).isEqualTo("JOB_TYPE needs a list of settings");
        assertThat(types.catalogue().whyUnknown("unfit")).contains("JOB_TYPE needs a list of settings");
    }

    @Test
    void ignoresWhatIsTooShortToBeAScript() throws IOException {
        Files.writeString(folder.resolve("seven.js"), "let a=1");
        Files.writeString(folder.resolve("eight.js"), "let a=1;");

        assertThat(types.problems()).extracting(ScriptProblem::script).containsExactly("eight.js");
    }

    @Test
    void tellsWhenTwoScriptsClaimOneName() throws IOException {
        script("nightly_render.js", "One");
        script("nightly-render.js", "Other");

        assertThat(types.all()).hasSize(4);
        assertThat(types.problems())
                .singleElement()
                .extracting(ScriptProblem::message)
                .asString()
                .contains("nightly-render");
    }

    @Test
    void seesScriptsComeChangeAndGo() throws IOException {
        script("nightly.js", "First");
        assertThat(types.find("nightly").orElseThrow().label()).isEqualTo("First");
        String etag = types.find("nightly").orElseThrow().etag();

        script("nightly.js", "Second version");
        await().until(() -> types.find("nightly").orElseThrow().label().equals("Second version"));
        assertThat(types.find("nightly").orElseThrow().etag()).isNotEqualTo(etag);

        Files.delete(folder.resolve("nightly.js"));
        await().until(() -> types.find("nightly").isEmpty());
        assertThat(types.find("echo-sleep-test")).isPresent();
    }

    @Test
    void seesModulesChange() throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/label.js"), "exports.label = 'First';");
        Files.writeString(
                folder.resolve("nightly.js"),
                "const JOB_TYPE = { label: require('./lib/label').label, settings: [] }; function compileJob() {}");
        assertThat(types.find("nightly").orElseThrow().label()).isEqualTo("First");

        Files.writeString(folder.resolve("lib/label.js"), "exports.label = 'Second version';");

        await().until(() -> types.find("nightly").orElseThrow().label().equals("Second version"));
    }

    @Test
    void takesFilesThatTakeAnothersPlace() throws IOException {
        script("nightly.js", "First");
        assertThat(types.find("nightly")).isPresent();
        var modified = Files.getLastModifiedTime(folder.resolve("nightly.js"));

        // As many editors do it; and neither time nor size tell.
        script(".nightly.js.new", "Other");
        Files.setLastModifiedTime(folder.resolve(".nightly.js.new"), modified);
        Files.move(
                folder.resolve(".nightly.js.new"), folder.resolve("nightly.js"), StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> types.find("nightly").orElseThrow().label().equals("Other"));
        assertThat(types.problems()).isEmpty();
    }

    @Test
    void readsOthersWhileAScriptTakesItsTime() throws IOException {
        script("nightly.js", "First");
        assertThat(types.find("nightly")).isPresent();

        Files.writeString(folder.resolve("endless.js"), "const JOB_TYPE = { label: 'x', settings: [] }; for (;;) {}");
        Files.writeString(folder.resolve("nightly.js"), "for (;;) {}");
        script("weekly.js", "Weekly");

        // Long before the endless ones are stopped.
        await().atMost(Duration.ofSeconds(5)).until(() -> types.find("weekly").isPresent());
        assertThat(types.find("nightly").orElseThrow().label()).isEqualTo("First");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> types.problems().stream()
                                .filter(problem -> problem.message().contains("and was stopped"))
                                .count()
                        == 2);
        assertThat(types.find("nightly")).isEmpty();
    }

    @Test
    void followsLinksWithinTheFolderOnly(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret.js"), "exports.label = 'Secret'; const JOB_TYPE = 1;");
        // As a cluster mounts its configuration.
        Files.createDirectory(folder.resolve("..2026_01"));
        script("..2026_01/nightly.js", "Mounted");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(folder.resolve("nightly.js"), Path.of("..data/nightly.js"));
        Files.createSymbolicLink(folder.resolve("secret.js"), elsewhere.resolve("secret.js"));
        Files.createSymbolicLink(folder.resolve("above"), elsewhere);
        Files.createSymbolicLink(folder.resolve("around"), folder);
        Files.createSymbolicLink(folder.resolve("nowhere.js"), Path.of("nothing.js"));
        Files.writeString(
                folder.resolve("thief.js"),
                "const JOB_TYPE = { label: require('./above/secret.js').label, settings: [] };");

        assertThat(types.find("nightly").orElseThrow().label()).isEqualTo("Mounted");
        assertThat(problem("secret.js").message()).contains("leads out of the folder");
        assertThat(problem("thief.js").message()).contains("There is no module");
        assertThat(types.problems()).hasSize(2);

        Files.createDirectory(folder.resolve("..2026_02"));
        script("..2026_02/nightly.js", "Again");
        Files.createSymbolicLink(folder.resolve("..next"), Path.of("..2026_02"));
        Files.move(folder.resolve("..next"), folder.resolve("..data"), StandardCopyOption.REPLACE_EXISTING);

        await().until(() -> types.find("nightly").orElseThrow().label().equals("Again"));
    }

    @Test
    void leavesOutFilesThatCannotBeHadAndDoesNotFallBackToWhatTheyOverride() throws IOException {
        Files.writeString(folder.resolve("echo_sleep_test.js"), "//" + " ".repeat(2 << 20));
        Files.writeString(folder.resolve("odd.js"), "const a = require('./a\0b'); const JOB_TYPE = {};");
        Files.createDirectory(folder.resolve("folder.js"));

        assertThat(types.find("echo-sleep-test")).isEmpty();
        assertThat(problem("echo_sleep_test.js").message()).isEqualTo("The file is larger than 1024 KB");
        assertThat(problem("odd.js").message()).contains("There is no module");
        assertThat(types.problems()).hasSize(2);
        assertThat(types.find("simple-blender-render")).isPresent();
    }

    private ScriptProblem problem(String script) {
        return types.problems().stream()
                .filter(problem -> problem.script().equals(script))
                .findFirst()
                .orElseThrow();
    }

    private void script(String file, String label) throws IOException {
        Files.writeString(
                folder.resolve(file),
                "const JOB_TYPE = { label: '" + label + "', settings: [] };\nfunction compileJob() {}\n");
    }
}
