// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.model.Platform;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Looks for Blender on this machine, and asks what it finds for its version. */
final class BlenderSearch {

    /**
     * @param input what was looked for
     * @param source {@code path_envvar}, {@code system_location}, {@code input_path} and what else Flamenco knows
     * @param cause its version, or why it cannot be used
     */
    @Schema(name = "BlenderPathCheckResult")
    @JsonNaming(SnakeCaseStrategy.class)
    record Found(String input, String path, String source, boolean isUsable, String cause) {}

    private static final String BLENDER = "blender";
    private static final String ON_PATH = "path_envvar";
    private static final long PATIENCE_SECONDS = 20;
    private static final int LONGEST_ANSWER = 10_000;
    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private BlenderSearch() {}

    /** The first on the PATH, and those where they are usually installed. */
    static List<Found> everywhere() {
        Map<Path, String> places = new LinkedHashMap<>();
        onPath(BLENDER).ifPresent(path -> places.put(path, ON_PATH));
        usualPlaces().forEach(path -> places.putIfAbsent(path, "system_location"));
        List<Found> found = new ArrayList<>();
        places.forEach((path, source) -> found.add(tried(BLENDER, path, source)));
        return found;
    }

    /** @param input a name that is looked for on the PATH, or a path */
    static Found check(String input) {
        if (input.isEmpty()) {
            return everywhere().stream()
                    .findFirst()
                    .orElseGet(
                            () -> new Found(input, "", "default", false, "There is no Blender on the farm's machine"));
        }
        try {
            boolean named = !input.contains("/") && !input.contains(File.separator);
            Optional<Path> path = named ? onPath(input) : Optional.of(Path.of(input));
            return path.map(each -> tried(input, each, named ? ON_PATH : "input_path"))
                    .orElseGet(
                            () -> new Found(input, "", ON_PATH, false, "There is no program of this name on the PATH"));
        } catch (InvalidPathException e) {
            return new Found(input, "", "input_path", false, "That is no path: " + e.getReason());
        }
    }

    /** How workers are to call the Blender that was chosen; empty: it cannot be told. */
    static String command(String source, String input, String path) {
        return switch (source) {
            case ON_PATH -> input.isEmpty() ? BLENDER : input;
            case "file_association", "default" -> BLENDER;
            default -> path;
        };
    }

    private static Found tried(String input, Path path, String source) {
        String refusal = refusal(path);
        if (!refusal.isEmpty()) {
            return new Found(input, path.toString(), source, false, refusal);
        }
        try {
            String version = version(path);
            return version.startsWith("Blender")
                    ? new Found(input, path.toString(), source, true, version)
                    : new Found(input, path.toString(), source, false, "It does not say that it is Blender");
        } catch (IOException e) {
            return new Found(input, path.toString(), source, false, "It does not run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found(input, path.toString(), source, false, "The farm is stopping");
        }
    }

    /** Whoever reaches the api may ask for this, so it runs nothing but what goes by the name of Blender. */
    private static String refusal(Path path) {
        Path name = path.getFileName();
        if (name == null || !name.toString().toLowerCase(Locale.ROOT).contains(BLENDER)) {
            return "It is not called Blender, so it is not tried";
        }
        if (!Files.exists(path)) {
            return "There is no such file";
        }
        return Files.isRegularFile(path) && Files.isExecutable(path) ? "" : "It is no program that could be run";
    }

    private static String version(Path blender) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("tablao-blender-", ".txt");
        try {
            Process process = new ProcessBuilder(blender.toString(), "--version")
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(nothing()))
                    .redirectOutput(answer.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no answer within " + PATIENCE_SECONDS + " s");
            }
            return firstLine(answer);
        } finally {
            Files.deleteIfExists(answer);
        }
    }

    private static File nothing() {
        return new File(Platform.current() == Platform.WINDOWS ? "NUL" : "/dev/null");
    }

    private static String firstLine(Path answer) throws IOException {
        try (InputStream in = Files.newInputStream(answer)) {
            return new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.startsWith("Blender"))
                    .findFirst()
                    .orElse("");
        }
    }

    private static Optional<Path> onPath(String name) {
        String file = Platform.current() == Platform.WINDOWS
                        && !name.toLowerCase(Locale.ROOT).endsWith(".exe")
                ? name + ".exe"
                : name;
        for (String folder : SEPARATOR.split(System.getenv().getOrDefault("PATH", ""), -1)) {
            Path path = Path.of(folder).resolve(file);
            if (!folder.isBlank() && Files.isRegularFile(path) && Files.isExecutable(path)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private static List<Path> usualPlaces() {
        List<Path> places = new ArrayList<>();
        switch (Platform.current()) {
            case LINUX -> {
                places.add(Path.of("/snap/bin/blender"));
                places.addAll(in(Path.of("/opt"), "blender*", "blender"));
            }
            case DARWIN -> places.addAll(in(Path.of("/Applications"), "Blender*.app", "Contents/MacOS/Blender"));
            case WINDOWS ->
                places.addAll(in(
                        Path.of(System.getenv().getOrDefault("ProgramFiles", "C:\\Program Files"))
                                .resolve("Blender Foundation"),
                        "Blender*",
                        "blender.exe"));
        }
        return places.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> in(Path folder, String glob, String program) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(folder, glob)) {
                each.forEach(place -> found.add(place.resolve(program)));
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                // Not to be looked into: then it holds no Blender that could be run from there either.
                return List.of();
            }
        }
        return found;
    }
}
