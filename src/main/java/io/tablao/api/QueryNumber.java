// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import org.jspecify.annotations.Nullable;

/** Reads a number of a request's query: one that does not fit is told, not taken for an unknown path. */
public final class QueryNumber {

    private QueryNumber() {}

    /** @throws ApiProblem when it is no whole number from lowest to highest */
    public static int of(String name, @Nullable String text, int lowest, int highest, int otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(name, text, lowest, highest);
        }
        throw outside(name, text, lowest, highest);
    }

    private static ApiProblem outside(String name, String text, int lowest, int highest) {
        return ApiProblem.badRequest("Parameter \"" + name + "\" must be a whole number from " + lowest + " to "
                + highest + ", not \"" + text + "\"");
    }
}
