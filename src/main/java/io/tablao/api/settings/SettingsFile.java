// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.tablao.api.ApiProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A configuration file as it was written, YAML or JSON, that remembers where in it each value stands. Values are read as data
 * and nothing else: a YAML tag makes no object, and what another place refers to is refused.
 */
final class SettingsFile {

    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ObjectNode root;
    private final Map<String, JsonLocation> places;

    private SettingsFile(ObjectNode root, Map<String, JsonLocation> places) {
        this.root = root;
        this.places = places;
    }

    /** @throws ApiProblem 400 when it is not YAML; it tells the place */
    static SettingsFile ofYaml(byte[] text) {
        return read(YAML, "YAML", text);
    }

    /** @throws ApiProblem 400 when it is not JSON; it tells the place */
    static SettingsFile ofJson(byte[] text) {
        return read(JSON, "JSON", text);
    }

    /** One that was put together here, and has no places. */
    static SettingsFile of(ObjectNode root) {
        return new SettingsFile(root, Map.of());
    }

    ObjectNode root() {
        return root;
    }

    /** Where the value stands, for the beginning of a sentence; empty when nobody wrote it there. */
    String place(String field) {
        JsonLocation place = places.get(field);
        return place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
    }

    private static SettingsFile read(ObjectMapper format, String name, byte[] text) {
        requireUtf8(text);
        Map<String, JsonLocation> places = new HashMap<>();
        try (JsonParser parser = format.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return of(format.createObjectNode());
            }
            if (first != JsonToken.START_OBJECT) {
                throw ApiProblem.badRequest(
                        "A configuration is a list of keys with their values, such as" + " \"manager_name: My farm\"");
            }
            ObjectNode root = object(parser, "", places);
            if (parser.nextToken() != null) {
                throw ApiProblem.badRequest("There is more than one document; a configuration is one");
            }
            return new SettingsFile(root, places);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            throw ApiProblem.badRequest("The configuration is not " + name + ": " + where
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory are always readable", e);
        }
    }

    /** Parsers say of other bytes what they are called in Java, or take them for another encoding. */
    private static void requireUtf8(byte[] text) {
        ByteBuffer bytes = ByteBuffer.wrap(text);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw ApiProblem.badRequest("The configuration is not UTF-8: its byte " + (bytes.position() + 1)
                    + " is no part of a character");
        }
    }

    private static JsonNode value(JsonParser parser, String field, Map<String, JsonLocation> places)
            throws IOException {
        places.put(field, parser.currentTokenLocation());
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw ApiProblem.badRequest(
                    new SettingsFile(JSON.createObjectNode(), places).place(field) + "Field \"" + field
                            + "\" refers to another place of the file (*" + parser.getText()
                            + "), which is not understood; write the value itself");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, field, places);
            case START_ARRAY -> {
                ArrayNode list = JSON.createArrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, field + "[" + list.size() + "]", places));
                }
                yield list;
            }
            default -> parser.<JsonNode>readValueAsTree();
        };
    }

    private static ObjectNode object(JsonParser parser, String field, Map<String, JsonLocation> places)
            throws IOException {
        ObjectNode object = JSON.createObjectNode();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(name, value(parser, field.isEmpty() ? name : field + "." + name, places));
        }
        return object;
    }
}
