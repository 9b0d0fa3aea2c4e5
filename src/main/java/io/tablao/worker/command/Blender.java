// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Where Blender is installed. */
public final class Blender {

    private static final Logger LOG = Logger.getLogger(Blender.class);

    /** Names that stand for whichever Blender the machine has. */
    private static final Set<String> BARE_NAMES = Set.of("blender", "blender.exe");

    /** Folders and what to look for in each; the folders of unpacked archives carry the version in their names. */
    private static final List<List<String>> USUAL_PLACES = List.of(
            List.of("/usr/bin", "blender"),
            List.of("/usr/local/bin", "blender"),
            List.of("/snap/bin", "blender"),
            List.of("/opt", "blender*/blender"),
            List.of(System.getProperty("user.home", "/"), "blender*/blender"),
            List.of("/Applications", "Blender*.app/Contents/MacOS/Blender"),
            List.of("C:/Program Files/Blender Foundation", "Blender*/blender.exe"));

    private Blender() {}

    /** The Blender of this machine: the one of that name or path, or the one in the usual places, the newest first. */
    public static Optional<Path> find(String exe) {
        return Executables.find(exe, usualPlaces(exe));
    }

    static Program program(String exe) {
        return new Program(
                exe,
                "Blender was not found as '" + exe
                        + "', nor in the usual places: install it on this worker, or tell its"
                        + " path by the variable 'blender' (TABLAO_WORKER_VARIABLES_BLENDER)",
                usualPlaces(exe));
    }

    private static List<Path> usualPlaces(String exe) {
        if (!BARE_NAMES.contains(exe)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        for (List<String> place : USUAL_PLACES) {
            Path folder = Path.of(place.getFirst());
            if (Files.isDirectory(folder)) {
                found.addAll(inside(folder, place.getLast()));
            }
        }
        return found;
    }

    private static List<Path> inside(Path folder, String wanted) {
        int slash = wanted.indexOf('/');
        if (slash < 0) {
            return List.of(folder.resolve(wanted));
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, wanted.substring(0, slash))) {
            folders.forEach(version -> found.add(version.resolve(wanted.substring(slash + 1))));
        } catch (IOException unreadable) {
            LOG.debugf(unreadable, "No Blender is looked for in %s", folder);
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }
}
