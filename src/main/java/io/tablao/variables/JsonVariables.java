// SPDX-License-Identifier: Apache-2.0
package io.tablao.variables;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tablao.model.JsonText;
import io.tablao.model.Variables;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

/** Applies variables to the texts of a JSON value. The keys of objects stay as they are. */
public final class JsonVariables {

    private static final JsonMapper JSON = JsonMapper.builder()
            // Numbers go through as they were written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonVariables() {}

    /** Replaces variables in all texts, as deep as they are. Flamenco stops at lists of strings. */
    public static JsonNode replace(JsonNode value, Variables variables) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(variables.replace(text.textValue()));
            case ArrayNode list -> {
                var replaced = NODES.arrayNode(list.size());
                list.forEach(element -> replaced.add(replace(element, variables)));
                yield replaced;
            }
            case ObjectNode object -> {
                var replaced = NODES.objectNode();
                object.properties()
                        .forEach(field -> replaced.set(field.getKey(), replace(field.getValue(), variables)));
                yield replaced;
            }
            default -> value;
        };
    }

    /** Changes the texts that are an object's own fields, and none below. Flamenco: settings of a job in which it looks for paths. */
    public static JsonText inFields(JsonText object, UnaryOperator<String> change) {
        try {
            var changed = NODES.objectNode();
            for (var field : JSON.readTree(object.text()).properties()) {
                JsonNode value = field.getValue();
                changed.set(
                        field.getKey(), value.isTextual() ? TextNode.valueOf(change.apply(value.textValue())) : value);
            }
            return new JsonText(JSON.writeValueAsString(changed));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("It was read as JSON before", e);
        }
    }
}
