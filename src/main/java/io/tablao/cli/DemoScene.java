// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The small scene of the demo, made by Blender itself. */
final class DemoScene {

    private static final String SCRIPT = "/demo/make_scene.py";
    private static final long LIMIT_SECONDS = 120;

    private final Terminal terminal;

    DemoScene(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @return the scene's file; null when this machine has no Blender */
    @Nullable
    Path make(Path folder) throws IOException, InterruptedException {
        Optional<Path> blender = blender();
        if (blender.isEmpty()) {
            return null;
        }
        Files.createDirectories(folder);
        Path scene = folder.resolve("demo.blend");
        if (Files.exists(scene)) {
            return scene;
        }
        terminal.line("Blender makes the scene " + scene);
        Path script = Files.createTempFile("tablao-demo", ".py");
        Path log = folder.resolve("make-scene.log");
        try {
            try (InputStream source = DemoScene.class.getResourceAsStream(SCRIPT)) {
                if (source == null) {
                    throw new IllegalStateException("The program lacks " + SCRIPT);
                }
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            Process process = new ProcessBuilder(
                            blender.get().toString(),
                            "-b",
                            "--factory-startup",
                            "--python-exit-code",
                            "1",
                            "--python",
                            script.toString(),
                            "--",
                            scene.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            if (!ended || process.exitValue() != 0 || Files.notExists(scene)) {
                throw new CommandProblem("Blender could not make the scene; what it said is in " + log + ".");
            }
        } finally {
            Files.delete(script);
        }
        return scene;
    }

    private static Optional<Path> blender() {
        String chosen = System.getenv("TABLAO_WORKER_VARIABLES_BLENDER");
        if (chosen != null && Files.isExecutable(Path.of(chosen))) {
            return Optional.of(Path.of(chosen));
        }
        String name = System.getProperty("os.name", "").startsWith("Windows") ? "blender.exe" : "blender";
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
