// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.TreeSet;

/** The first place where two JSON values differ, in words. */
final class JsonDifference {

    private static final int LONGEST = 120;

    private JsonDifference() {}

    static Optional<String> first(JsonNode expected, JsonNode actual) {
        return first("", expected, actual);
    }

    private static Optional<String> first(String place, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            var names = new TreeSet<String>();
            expected.fieldNames().forEachRemaining(names::add);
            actual.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                Optional<String> found =
                        first(place.isEmpty() ? name : place + "." + name, expected.path(name), actual.path(name));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        if (expected.isArray() && actual.isArray()) {
            for (int at = 0; at < Math.max(expected.size(), actual.size()); at++) {
                Optional<String> found = first(place + "[" + at + "]", expected.path(at), actual.path(at));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        boolean same = (expected.isNumber() && actual.isNumber())
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
        return same ? Optional.empty() : Optional.of(place + " is " + shown(actual) + " instead of " + shown(expected));
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "missing";
        }
        String text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }
}
