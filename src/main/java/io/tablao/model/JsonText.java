// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

/**
 * A JSON value kept as its text: what passes through the farm untouched (settings, command parameters) is neither parsed
 * nor held as a tree. Equality is equality of the text.
 */
public record JsonText(String text) {

    public static final JsonText EMPTY_OBJECT = new JsonText("{}");

    public JsonText {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A JSON value is never blank");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
