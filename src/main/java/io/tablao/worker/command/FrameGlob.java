// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.File;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds files by a pattern in which {@code *}, {@code ?} and {@code [a-z]} stand for characters of one name; all else,
 * braces too, stands for itself.
 */
final class FrameGlob {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");
    private static final Pattern PIECE = Pattern.compile("\\*|\\?|\\[[!^]?]?[^]]*]|.", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+|\\D+");

    private FrameGlob() {}

    /**
     * In the order in which people count: {@code 9.png} before {@code 10.png}.
     *
     * @param glob with forward slashes, or the platform's own
     */
    static List<Path> find(String glob) throws IOException {
        String path = glob.replace(File.separatorChar, '/');
        int wildcard = wildcardIn(path);
        int fixed = path.lastIndexOf('/', wildcard) + 1;
        List<Path> found = List.of(Path.of(path.substring(0, fixed)).toAbsolutePath());
        for (String name : path.substring(fixed).split("/", -1)) {
            found = children(found, name);
        }
        return found.stream()
                .filter(Files::isRegularFile)
                .sorted(Comparator.comparing(Path::toString, FrameGlob::compareCounting))
                .toList();
    }

    private static int wildcardIn(String path) {
        Matcher wildcard = WILDCARD.matcher(path);
        return wildcard.find() ? wildcard.start() : path.length();
    }

    private static List<Path> children(List<Path> folders, String name) throws IOException {
        Pattern pattern = pattern(name);
        List<Path> children = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(
                        folder,
                        file -> pattern.matcher(file.getFileName().toString()).matches())) {
                    files.forEach(children::add);
                }
            }
        }
        return children;
    }

    private static Pattern pattern(String name) {
        // As in shells, names that start with a dot must be asked for.
        var regex = new StringBuilder(name.startsWith(".") ? "" : "(?!\\.)");
        Matcher piece = PIECE.matcher(name);
        while (piece.find()) {
            String text = piece.group();
            if (text.equals("*")) {
                regex.append(".*");
            } else if (text.equals("?")) {
                regex.append('.');
            } else if (text.length() > 1) {
                String inside = text.substring(1, text.length() - 1)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[");
                regex.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
            } else {
                regex.append(Pattern.quote(text));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static int compareCounting(String one, String other) {
        Matcher ones = NUMBER.matcher(one);
        Matcher others = NUMBER.matcher(other);
        while (ones.find() && others.find()) {
            int compared = comparePieces(ones.group(), others.group());
            if (compared != 0) {
                return compared;
            }
        }
        return one.compareTo(other);
    }

    private static int comparePieces(String one, String other) {
        if (!Character.isDigit(one.charAt(0)) || !Character.isDigit(other.charAt(0))) {
            return one.compareTo(other);
        }
        return new BigInteger(one).compareTo(new BigInteger(other));
    }
}
