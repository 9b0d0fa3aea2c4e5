// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Paths of any platform, as texts: none of them need exist on this machine, or be of its kind. */
final class CrossPath {

    /** Of folders, by what they are told apart: the innermost one goes before those that it is in. */
    static final Comparator<Map.Entry<String, String>> INNERMOST_FIRST = Comparator.comparingInt(
                    (Map.Entry<String, String> folder) -> -folder.getKey().length())
            .thenComparing(Map.Entry::getValue);

    private CrossPath() {}

    /** With the separators of the platform. */
    static String separated(String path, String platform) {
        return isWindows(platform) ? path.replace('/', '\\') : path.replace('\\', '/');
    }

    private static boolean isWindows(String platform) {
        return platform.equals(Platform.WINDOWS.toString());
    }

    /**
     * What follows in the path after the folder, from its separator on; empty text: it is the folder itself. Capitals do not
     * matter, and where the folder is one of Windows, neither does which separators are used.
     *
     * @return empty: the path is not in the folder
     */
    static Optional<String> within(String folder, String path) {
        String prefix = withoutEnd(folder);
        if (prefix.isEmpty() || path.length() < prefix.length()) {
            return Optional.empty();
        }
        String beginning = path.substring(0, prefix.length());
        String rest = path.substring(prefix.length());
        return comparable(beginning, folder).equals(comparable(prefix, folder))
                        && (rest.isEmpty() || isSeparator(rest.charAt(0)))
                ? Optional.of(rest)
                : Optional.empty();
    }

    /** @param rest as {@link #within} gives it */
    static String join(String folder, String rest) {
        return rest.isEmpty() ? folder : withoutEnd(folder) + rest;
    }

    /** Whether the path is one of Windows by its looks. */
    static boolean looksLikeWindows(String path) {
        return path.indexOf('\\') >= 0 || (path.length() >= 2 && path.charAt(1) == ':');
    }

    private static String comparable(String path, String folder) {
        String lower = path.toLowerCase(Locale.ROOT);
        return looksLikeWindows(folder) ? lower.replace('\\', '/') : lower;
    }

    /** Without separators at its end. */
    static String withoutEnd(String folder) {
        int end = folder.length();
        while (end > 0 && isSeparator(folder.charAt(end - 1))) {
            end--;
        }
        return folder.substring(0, end);
    }

    private static boolean isSeparator(char character) {
        return character == '/' || character == '\\';
    }
}
