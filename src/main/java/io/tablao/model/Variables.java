// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables as a worker sees them: {@code {blender}} in a text becomes the value of {@code blender}.
 *
 * @param values by name, without the braces
 * @param folders names of those that are folders which each platform finds elsewhere; their values have the platform's separators
 * @param seenAs where the farm itself finds such a folder, and the variable's name: a text that begins so is translated, too
 * @param platform the worker's
 */
public record Variables(Map<String, String> values, Set<String> folders, Map<String, String> seenAs, String platform) {

    public static final Variables NONE = new Variables(Map.of(), Set.of(), Map.of(), "");

    private static final Pattern REFERENCE = Pattern.compile("\\{([^{}]+)}");

    public Variables {
        values = Map.copyOf(values);
        folders = Set.copyOf(folders);
        seenAs = Map.copyOf(seenAs);
    }

    /** What every farm has. */
    public static Variables defaults(Platform platform) {
        return FarmVariables.DEFAULTS.forWorker(platform.toString(), platform.toString());
    }

    /** These variables, with others added or put in their places. */
    public Variables with(Map<String, String> others) {
        if (others.isEmpty()) {
            return this;
        }
        var merged = new HashMap<>(values);
        merged.putAll(others);
        return new Variables(merged, folders, seenAs, platform);
    }

    /**
     * Replaces every known {@code {name}}; unknown ones stay as they are, since braces mean things to other programs too.
     * What a value brings in is not looked at again, so that values may hold braces of their own. A text that begins with a
     * folder is a path, and gets the platform's separators all through; elsewhere a slash may mean anything, and stays.
     */
    public String replace(String text) {
        Matcher first = REFERENCE.matcher(text);
        if (first.lookingAt() && folders.contains(first.group(1))) {
            String folder = values.getOrDefault(first.group(1), first.group());
            return CrossPath.separated(CrossPath.join(folder, replaceAll(text.substring(first.end()))), platform);
        }
        String replaced = replaceAll(text);
        return translated(replaced).orElse(replaced);
    }

    private String replaceAll(String text) {
        return text.indexOf('{') < 0
                ? text
                : REFERENCE
                        .matcher(text)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** A path as the farm sees it becomes one as the worker sees it; the innermost folder counts. */
    private Optional<String> translated(String text) {
        return seenAs.entrySet().stream()
                .sorted(CrossPath.INNERMOST_FIRST)
                .flatMap(folder -> CrossPath.within(folder.getKey(), text)
                        .map(rest -> CrossPath.separated(
                                CrossPath.join(values.getOrDefault(folder.getValue(), folder.getKey()), rest),
                                platform))
                        .stream())
                .findFirst();
    }
}
