// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Settings from the command line: text, made into what the job type declares. */
final class SettingValues {

    private SettingValues() {}

    /**
     * Puts {@code key=value} pairs into the settings. A value becomes what the job type says of its key; one that the type does
     * not name is JSON if it can be read as such, else text.
     *
     * @param jobType as the API describes it
     */
    static void put(ObjectNode settings, Map<String, String> given, JsonNode jobType) {
        given.forEach((key, text) -> settings.set(key, value(key, text, typeOf(key, jobType))));
    }

    /** The settings in a file. */
    static ObjectNode read(Path file) {
        try {
            if (FarmClient.JSON.readTree(Files.readString(file)) instanceof ObjectNode object) {
                return object;
            }
            throw new CommandProblem(file + " holds JSON, but not an object of settings.");
        } catch (IOException e) {
            throw new CommandProblem("The settings in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String typeOf(String key, JsonNode jobType) {
        for (JsonNode setting : jobType.path("settings")) {
            if (setting.path("key").asText().equals(key)) {
                return setting.path("type").asText();
            }
        }
        return "";
    }

    private static JsonNode value(String key, String text, String type) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        try {
            return switch (type) {
                case "string" -> json.textNode(text);
                case "int32" -> json.numberNode(Integer.parseInt(text.strip()));
                case "float" -> json.numberNode(Double.parseDouble(text.strip()));
                case "bool" -> json.booleanNode(bool(text.strip()));
                default -> guessed(text);
            };
        } catch (IllegalArgumentException e) {
            throw new CommandProblem("Setting " + key + " is a " + type + ", and \"" + text + "\" is not.", e);
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static JsonNode guessed(String text) {
        try {
            JsonNode read = FarmClient.JSON.readTree(text);
            return read == null || read.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : read;
        } catch (JsonProcessingException e) {
            // Not JSON, and nobody said that it had to be.
            return JsonNodeFactory.instance.textNode(text);
        }
    }
}
