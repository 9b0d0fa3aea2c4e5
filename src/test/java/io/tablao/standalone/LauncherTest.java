// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which JDK {@code ./tablao} takes. The JDKs are folders with scripts that print where they lie; of the machine's own ones, which
 * the launcher finds too, none is as new as version 900.
 */
class LauncherTest {
    private static final int NEWER_THAN_ANY = 900;

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void copyTheLauncherAside() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        Files.copy(Path.of("tablao"), folder.resolve("tablao"));
    }

    @Test
    void takesTheNewestOfTheUsualPlaces() throws Exception {
        jdk("home/.sdkman/candidates/java/old", NEWER_THAN_ANY);
        jdk("home/.jdks/new", NEWER_THAN_ANY + 1);

        assertThat(run(Map.of()).output()).contains("home/.jdks/new/bin/java");
    }

    @Test
    void prefersTheOneThatJavaHomeNames() throws Exception {
        jdk("home/.jdks/newest", NEWER_THAN_ANY);
        Path named = jdk("named", 21);

        assertThat(run(Map.of("JAVA_HOME", named.toString())).output()).contains("named/bin/java");
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        jdk("home/.jdks/newest", NEWER_THAN_ANY);
        Path old = jdk("old", 17);

        assertThat(run(Map.of("JAVA_HOME", old.toString())).output()).contains("home/.jdks/newest/bin/java");
    }

    @Test
    void prefersItsOwnVariableToJavaHome() throws Exception {
        Path own = jdk("own", 21);
        Path other = jdk("other", 25);

        assertThat(run(Map.of("TABLAO_JAVA_HOME", own.toString(), "JAVA_HOME", other.toString()))
                        .output())
                .contains("own/bin/java");
    }

    @Test
    void saysSoWhenItsOwnVariableNamesNoFittingJdk() throws Exception {
        Path old = jdk("old", 17);

        Run run = run(Map.of("TABLAO_JAVA_HOME", old.toString()));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .isEqualToIgnoringNewLines(
                        "TABLAO_JAVA_HOME=" + old + " is no JDK 21 or newer: point it to one, or unset it.");
    }

    private Path jdk(String path, int version) throws IOException {
        Path jdk = folder.resolve(path);
        Path bin = Files.createDirectories(jdk.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            Path script = Files.writeString(bin.resolve(tool), "#!/bin/sh\necho \"$0\"\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        return jdk;
    }

    private Run run(Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("tablao").toString(), "version").redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("TABLAO_JAVA_HOME");
        builder.environment().put("HOME", home.toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private record Run(int exitCode, String output) {}
}
