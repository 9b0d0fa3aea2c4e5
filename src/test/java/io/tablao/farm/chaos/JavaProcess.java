// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM of the farm, or its Kafka; all its lives write one log. */
final class JavaProcess implements Victim {

    /** Small, since there are many of them, and quick to start, since they start often. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:SharedArchiveFile=target/tests.jsa",
            "-Xshare:auto",
            "-Xlog:disable");

    private static final long END_SECONDS = 40;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    /** @param arguments of {@code java} */
    JavaProcess(String name, String heap, Map<String, String> environment, Path log, List<String> arguments) {
        this.name = name;
        this.environment = environment;
        this.log = log;
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + heap);
        command.addAll(arguments);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @Override
    public void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void pause() {
        Signals.send("STOP", Stream.of(process.toHandle()));
    }

    @Override
    public void resume() {
        Signals.send("CONT", Stream.of(process.toHandle()));
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }
}
