// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
