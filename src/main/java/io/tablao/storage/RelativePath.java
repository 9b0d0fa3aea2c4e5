// SPDX-License-Identifier: Apache-2.0
package io.tablao.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path that somebody gave and that stays below the folder it is resolved against, on every platform. At least one name.
 *
 * @param names none of them empty, {@code .} or {@code ..}
 */
public record RelativePath(List<String> names) {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST = 4000;

    public RelativePath {
        names = List.copyOf(names);
    }

    /** What came of a text. */
    public sealed interface Reading {
        record Fine(RelativePath path) implements Reading {}

        /** @param why goes after "The path …" */
        record Refused(String why) implements Reading {}
    }

    /** Forward slashes separate names; several count as one, as do those at the end. */
    public static Reading read(String text) {
        if (CONTROL.matcher(text).find()) {
            return new Reading.Refused("has a control character");
        }
        if (text.startsWith("/") || DRIVE.matcher(text).matches()) {
            return new Reading.Refused("is not relative");
        }
        // A name on one platform and a step into another folder on the next.
        if (text.contains("\\")) {
            return new Reading.Refused("has a backslash; write it with /");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            return new Reading.Refused("is too long");
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            Optional<String> problem = problemOf(name);
            if (problem.isPresent()) {
                return new Reading.Refused(problem.get());
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return names.isEmpty() ? new Reading.Refused("names nothing") : new Reading.Fine(new RelativePath(names));
    }

    private static Optional<String> problemOf(String name) {
        if (name.equals("..")) {
            return Optional.of("leads out of its folder");
        }
        // Whatever character set a lone surrogate would be written in, it is not what was meant.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            return Optional.of("has half a character");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return Optional.of("has a name that is too long");
        }
        try {
            return Path.of(name).isAbsolute() ? Optional.of("is not relative") : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of("cannot be written on the farm's file system");
        }
    }

    Path below(Path folder) {
        Path path = folder;
        for (String name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    /** The same, with the last name continued. */
    RelativePath continued(String suffix) {
        List<String> others = new ArrayList<>(names);
        others.add(others.removeLast() + suffix);
        return new RelativePath(others);
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
