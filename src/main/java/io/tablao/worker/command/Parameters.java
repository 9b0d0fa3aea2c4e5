// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a command's parameters as the types that the command needs; every complaint names command and parameter. */
final class Parameters {

    private final String command;
    private final JsonNode values;

    Parameters(String command, JsonNode values) {
        this.command = command;
        this.values = values;
    }

    /** A text that may be empty. */
    String text(String name) throws CommandFailed {
        JsonNode value = values.path(name);
        if (!value.isTextual()) {
            throw wrong(name, "a text");
        }
        return value.textValue();
    }

    String nonBlank(String name) throws CommandFailed {
        JsonNode value = values.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw wrong(name, "a text that is not empty");
        }
        return value.textValue();
    }

    /** Empty when the parameter is missing, null or an empty text. */
    Optional<String> optionalText(String name) throws CommandFailed {
        return absent(name) ? Optional.empty() : Optional.of(text(name)).filter(text -> !text.isBlank());
    }

    Path path(String name) throws CommandFailed {
        String text = nonBlank(name);
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw wrong(name, "a path");
        }
    }

    Path absolutePath(String name) throws CommandFailed {
        Path path = path(name);
        if (!path.isAbsolute()) {
            throw wrong(name, "an absolute path");
        }
        return path;
    }

    /** A finite number ≥ 0. */
    double duration(String name) throws CommandFailed {
        double number = values.path(name).asDouble(Double.NaN);
        if (!values.path(name).isNumber() || !(number >= 0) || Double.isInfinite(number)) {
            throw wrong(name, "a number of seconds, 0 or more");
        }
        return number;
    }

    /** A finite number > 0. */
    double positive(String name) throws CommandFailed {
        double number = values.path(name).asDouble(Double.NaN);
        if (!values.path(name).isNumber() || !(number > 0) || Double.isInfinite(number)) {
            throw wrong(name, "a number above 0");
        }
        return number;
    }

    /** A list for a command line: texts, and numbers as scripts like to write them. Missing or null: none. */
    List<String> words(String name) throws CommandFailed {
        JsonNode value = values.path(name);
        if (absent(name)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "a list of texts");
        }
        var words = new ArrayList<String>(value.size());
        for (JsonNode word : value) {
            if (!word.isTextual() && !word.isNumber()) {
                throw wrong(name, "a list of texts");
            }
            words.add(word.asText());
        }
        return List.copyOf(words);
    }

    /** One text, split into words as a shell does; a list is taken as it is. Missing or null: none. */
    List<String> shellWords(String name) throws CommandFailed {
        if (absent(name) || values.path(name).isArray()) {
            return words(name);
        }
        try {
            return ShellWords.split(text(name));
        } catch (IllegalArgumentException unbalanced) {
            throw wrong(name, "words as in a shell (" + unbalanced.getMessage() + ")");
        }
    }

    private boolean absent(String name) {
        return values.path(name).isMissingNode() || values.path(name).isNull();
    }

    private CommandFailed wrong(String name, String expected) {
        String found = values.has(name) ? "it is " + values.get(name) : "it is missing";
        return new CommandFailed(
                "Command " + command + ": parameter '" + name + "' must be " + expected + ", but " + found);
    }
}
