// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tablao.model.Variables;

/** Replaces variables in all strings of a JSON value, as deep as they are. Flamenco stops at lists of strings. */
final class JsonVariables {

    private JsonVariables() {}

    /** The keys of objects stay as they are. */
    static JsonNode replace(JsonNode value, Variables variables) {
        return switch (value) {
            case TextNode text -> TextNode.valueOf(variables.replace(text.textValue()));
            case ArrayNode list -> {
                var replaced = JsonNodeFactory.instance.arrayNode(list.size());
                list.forEach(element -> replaced.add(replace(element, variables)));
                yield replaced;
            }
            case ObjectNode object -> {
                var replaced = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> replaced.set(field.getKey(), replace(field.getValue(), variables)));
                yield replaced;
            }
            default -> value;
        };
    }
}
