// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How Blender names the files of frames: the last run of {@code #} in the output's name becomes the frame's number; without
 * one, four digits follow the name; then comes the extension, which takes the place of another image's.
 */
final class FrameFiles {

    private static final Pattern HASHES = Pattern.compile("#+(?=[^#]*$)");

    private static final Set<String> EXTENSIONS = Set.of(
            "bmp", "cin", "dpx", "exr", "hdr", "iris", "j2c", "jp2", "jpeg", "jpg", "png", "rgb", "tga", "tif", "tiff",
            "webp");

    /** After the number: the name of a view of a stereo scene, and the extension. */
    private static final String TAIL = "(?:_[A-Za-z0-9]+)?(?:\\.[A-Za-z0-9]+)?$";

    /** For outputs whose name only Blender knows: the last number is the frame's. */
    private static final Pattern ANY_NAME = Pattern.compile("(\\d+)" + TAIL);

    private final Optional<Path> directory;
    private final Pattern name;

    private FrameFiles(Optional<Path> directory, Pattern name) {
        this.directory = directory;
        this.name = name;
    }

    /** @param output as on the command line; when missing, the scene has its own */
    static FrameFiles of(Optional<String> output, Optional<Path> blendfile) {
        // Newer Blenders know templates, such as {blend_name}.
        if (output.isEmpty() || output.get().contains("{")) {
            return new FrameFiles(Optional.empty(), ANY_NAME);
        }
        String path = output.get().replace('\\', '/');
        int nameStart = path.lastIndexOf('/') + 1;
        return new FrameFiles(directory(path.substring(0, nameStart), blendfile), pattern(path.substring(nameStart)));
    }

    private static Optional<Path> directory(String path, Optional<Path> blendfile) {
        try {
            return path.startsWith("//")
                    ? blendfile.map(file -> file.toAbsolutePath().resolveSibling(path.substring(2)))
                    : Optional.of(Path.of(path).toAbsolutePath());
        } catch (InvalidPathException anotherPlatforms) {
            return Optional.empty();
        }
    }

    private static Pattern pattern(String name) {
        Matcher hashes = HASHES.matcher(name);
        if (!hashes.find()) {
            return Pattern.compile("^" + Pattern.quote(name) + "(-?\\d+)" + TAIL);
        }
        String before = name.substring(0, hashes.start());
        String after = name.substring(hashes.end());
        int dot = after.lastIndexOf('.');
        if (dot >= 0 && EXTENSIONS.contains(after.substring(dot + 1).toLowerCase(Locale.ROOT))) {
            after = after.substring(0, dot);
        }
        return Pattern.compile("^" + Pattern.quote(before) + "(-?\\d+)" + Pattern.quote(after) + TAIL);
    }

    /** Which frame a file holds, by its name; empty when it is not one of these. */
    OptionalInt frameOf(String file) {
        Matcher found = name.matcher(file.substring(file.replace('\\', '/').lastIndexOf('/') + 1));
        try {
            return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
        } catch (NumberFormatException notAFrame) {
            return OptionalInt.empty();
        }
    }

    /** The image files of the frames that exist already, sorted; none when only Blender knows where they lie. */
    List<Path> existing(Set<Integer> frames) throws IOException {
        if (directory.isEmpty() || !Files.isDirectory(directory.get())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory.get())) {
            return files.filter(file -> isImage(file) && Files.isRegularFile(file) && holdsOneOf(frames, file))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private boolean holdsOneOf(Set<Integer> frames, Path file) {
        OptionalInt frame = frameOf(file.toString());
        return frame.isPresent() && frames.contains(frame.getAsInt());
    }

    private static boolean isImage(Path file) {
        return EXTENSIONS.contains(ImageFile.extension(file));
    }
}
