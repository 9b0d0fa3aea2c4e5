// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./tablao test} says at the end, with a Maven that only leaves reports behind. */
class LauncherTestSummaryTest {
    private static final String PASSED = "<testcase name=\"works\" classname=\"io.tablao.ATest\" time=\"0.1\"/>";
    private static final String SKIPPED = """
            <testcase name="renders" classname="io.tablao.FarmIT" time="0">
              <skipped message="Assumption failed: &quot;blender&quot; is not installed" type="x"><![CDATA[<at>]]></skipped>
            </testcase>""";
    private static final String FAILED = """
            <testcase name="breaks" classname="io.tablao.BTest" time="0.1">
              <failure message="expected: &lt;1&gt;" type="x"><![CDATA[stack]]></failure>
              <system-out><![CDATA[<skipped/>]]></system-out>
            </testcase>""";

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheLauncherAside() throws IOException {
        Files.copy(Path.of("tablao"), folder.resolve("tablao"));
    }

    @Test
    void countsTheTestsOfBothRunsAndNamesTheSkipped() throws Exception {
        maven(0, PASSED + PASSED, PASSED + SKIPPED);

        Run run = run();

        assertThat(run.output()).endsWith("""
                        Skipped: FarmIT.renders: Assumption failed: "blender" is not installed
                        Not run: tests tagged long; ./tablao test --long runs them too.
                        3 passed, 0 failed, 1 skipped
                        """);
        assertThat(run.exitCode()).isZero();
        assertThat(folder.resolve("target").resolve(".built")).exists();
    }

    @Test
    void failsWhenMavenFails() throws Exception {
        maven(1, PASSED + FAILED, PASSED);

        Run run = run();

        assertThat(run.output()).endsWith("2 passed, 1 failed, 0 skipped\n");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("target").resolve(".built")).doesNotExist();
    }

    @Test
    void forgetsTheReportsOfEarlierRuns() throws Exception {
        maven(0, PASSED, PASSED);
        run();
        maven(0, PASSED, "");

        assertThat(run().output()).endsWith("1 passed, 0 failed, 0 skipped\n");
    }

    @Test
    void runsTheLongOnesWhenAskedTo() throws Exception {
        maven(0, PASSED, PASSED);

        assertThat(run("--long").output())
                .contains("called with -B -ntp -Plong verify")
                .doesNotContain("Not run:");
    }

    private void maven(int exitCode, String surefire, String failsafe) throws IOException {
        Path script = folder.resolve("bin").resolve("mvn");
        Files.createDirectories(script.getParent());
        Files.writeString(folder.resolve("unit.xml"), report(surefire));
        Files.writeString(folder.resolve("farm.xml"), report(failsafe));
        Files.writeString(script, """
                #!/bin/sh
                echo "called with $*"
                mkdir -p target/surefire-reports target/failsafe-reports
                cp unit.xml target/surefire-reports/TEST-unit.xml
                cp farm.xml target/failsafe-reports/TEST-farm.xml
                exit %d
                """.formatted(exitCode));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String report(String testcases) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"x\" tests=\"1\">\n" + testcases
                + "\n</testsuite>\n";
    }

    private Run run(String... options) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("tablao").toString(), "test");
        builder.command().addAll(List.of(options));
        builder.redirectErrorStream(true);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("TABLAO_JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int exitCode, String output) {}
}
