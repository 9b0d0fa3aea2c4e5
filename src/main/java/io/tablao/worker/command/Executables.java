// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import io.tablao.model.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds programs as a shell does: a name on the PATH, a path where it points to. */
final class Executables {

    private static final Pattern SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

    private Executables() {}

    /** @param usualPlaces files to try when a bare name is not on the PATH */
    static Optional<Path> find(String exe, List<Path> usualPlaces) {
        if (exe.contains("/") || exe.contains(File.separator)) {
            return named(Path.of(exe)).stream().filter(Executables::runs).findFirst();
        }
        List<Path> candidates = new ArrayList<>();
        for (String folder : SEPARATOR.split(System.getenv().getOrDefault("PATH", ""), -1)) {
            if (!folder.isBlank()) {
                candidates.addAll(named(Path.of(folder).resolve(exe)));
            }
        }
        candidates.addAll(usualPlaces);
        return candidates.stream().filter(Executables::runs).findFirst();
    }

    /** Windows runs {@code blender.exe} when {@code blender} is asked for. */
    private static List<Path> named(Path path) {
        boolean bare = Platform.current() == Platform.WINDOWS
                && !path.toString().toLowerCase(Locale.ROOT).endsWith(".exe");
        return bare ? List.of(path, path.resolveSibling(path.getFileName() + ".exe")) : List.of(path);
    }

    private static boolean runs(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
