// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables as workers of one platform see them: {@code {blender}} in a text becomes the value of {@code blender}.
 *
 * @param values by name, without the braces
 */
public record Variables(Map<String, String> values) {

    public static final Variables NONE = new Variables(Map.of());

    private static final Pattern REFERENCE = Pattern.compile("\\{([^{}]+)}");

    public Variables {
        values = Map.copyOf(values);
    }

    /** What every farm has. Flamenco: the same two, with the same values. */
    public static Variables defaults(Platform platform) {
        return new Variables(
                Map.of("blender", platform == Platform.WINDOWS ? "blender.exe" : "blender", "blenderArgs", "-b -y"));
    }

    /** These variables, with others added or put in their places. */
    public Variables with(Map<String, String> others) {
        var merged = new HashMap<>(values);
        merged.putAll(others);
        return new Variables(merged);
    }

    /**
     * Replaces every known {@code {name}}; unknown ones stay as they are, since braces mean things to other programs too.
     * What a value brings in is not looked at again, so that values may hold braces of their own.
     */
    public String replace(String text) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        return REFERENCE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }
}
