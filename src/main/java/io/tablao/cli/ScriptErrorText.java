// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** An error with a place in a script, as compilers of other languages print it. */
final class ScriptErrorText {

    private ScriptErrorText() {}

    /** @param error as {@code POST /api/farm/v1/compile} answers it */
    static String of(JsonNode error) {
        StringBuilder text = new StringBuilder();
        if (error.hasNonNull("file")) {
            text.append(error.path("file").asText());
            if (error.hasNonNull("line")) {
                text.append(':')
                        .append(error.path("line").asInt())
                        .append(':')
                        .append(error.path("column").asInt());
            }
            text.append(": ");
        }
        text.append(error.path("message").asText());
        if (error.hasNonNull("source_line")) {
            String line = error.path("source_line").asText();
            text.append("\n    ").append(line).append("\n    ");
            line.chars()
                    .limit(Math.max(0, error.path("column").asInt() - 1L))
                    .forEach(character -> text.append(character == '\t' ? '\t' : ' '));
            text.append('^');
        }
        if (error.path("stack").size() > 1) {
            error.path("stack").forEach(call -> text.append("\n    at ").append(call.asText()));
        }
        return text.toString();
    }
}
