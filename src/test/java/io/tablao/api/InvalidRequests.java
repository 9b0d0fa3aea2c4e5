// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.api.OpenApiDocument.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests of an operation that nobody sane would send; the same ones from the same seed. */
final class InvalidRequests {

    /** @param body a character for each of its bytes; empty: none */
    record Wild(String method, String path, String contentType, String body) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            String text = body.substring(0, Math.min(body.length(), 200));
            return method + " " + path.substring(0, Math.min(path.length(), 300)) + " (" + contentType + ", "
                    + body.length() + " bytes) " + text;
        }
    }

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");
    private static final List<String> TEXTS = List.of(
            "7",
            "-1",
            "0",
            "not-a-uuid",
            "null",
            "undefined",
            "\0",
            "a\0b",
            "..",
            "../../etc/passwd",
            "ü☃\uD83D\uDE00",
            "' OR 1=1 --",
            "%",
            "%25",
            "{{}}",
            "9".repeat(40),
            "1e400",
            "NaN",
            "x".repeat(3_000),
            " ",
            "\n",
            "true",
            "[]",
            "2026-13-45T99:99:99Z");
    private static final List<String> BODIES = List.of(
            "",
            "{",
            "}",
            "[",
            "[]",
            "[[]]",
            "[null]",
            "[1, \"x\", {}]",
            "null",
            "true",
            "17",
            "\"text\"",
            "{}",
            "{\"a\":}",
            "{\"name\": 1, \"name\": 2}",
            "{} {}",
            "\uFEFF{}",
            "<xml/>",
            "a: [b",
            "&anchor *anchor",
            "- a\n- b",
            "{\"__proto__\": {}, \"constructor\": 1}",
            "[".repeat(50_000),
            "{\"a\":".repeat(20_000));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json",
            "application/json",
            "application/json; charset=utf-8",
            "text/plain",
            "application/xml",
            "application/yaml",
            "image/png",
            "multipart/form-data",
            "nonsense",
            "*/*");
    private static final List<String> METHODS = List.of("PATCH", "PUT", "DELETE", "POST", "GET", "OPTIONS", "FOO");

    private final OpenApiDocument document;
    private final Random random;

    InvalidRequests(OpenApiDocument document, long seed) {
        this.document = document;
        this.random = new Random(seed);
    }

    Wild next(Operation operation) {
        String method = random.nextInt(10) == 0 ? any(METHODS) : operation.method();
        byte[] body = random.nextInt(12) == 0 && !operation.bodySchema().isMissingNode()
                ? new byte[11 << 20]
                : takesBody(method) ? body(operation) : new byte[0];
        return new Wild(
                method,
                path(operation),
                any(TYPES),
                takesBody(method) ? new String(body, StandardCharsets.ISO_8859_1) : "");
    }

    private static boolean takesBody(String method) {
        return !method.equals("GET") && !method.equals("OPTIONS");
    }

    private String path(Operation operation) {
        Matcher parameters = PARAMETER.matcher(operation.path());
        String path = parameters.replaceAll(each -> Matcher.quoteReplacement(
                random.nextInt(3) == 0 ? new UUID(random.nextLong(), random.nextLong()).toString() : encoded(text())));
        var query = new StringBuilder();
        for (JsonNode parameter : operation.parameters()) {
            if (parameter.path("in").asText().equals("query") && random.nextBoolean()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(parameter.path("name").asText())
                        .append('=')
                        .append(encoded(text()));
            }
        }
        return path + query;
    }

    private byte[] body(Operation operation) {
        JsonNode schema = document.resolved(operation.bodySchema());
        if (schema.path("properties").isEmpty() || random.nextInt(3) == 0) {
            return random.nextInt(8) == 0
                    ? new byte[] {(byte) 0xC3, 0x28, (byte) 0xFF, 0}
                    : any(BODIES).getBytes(StandardCharsets.UTF_8);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (random.nextInt(5) > 0) {
                body.set(name, value(schema.path("properties").path(name), 0));
            }
        });
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Now and then one of the right type, so that not only the first field is looked at. */
    private JsonNode value(JsonNode schema, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        JsonNode resolved = document.resolved(schema);
        if (random.nextInt(3) > 0 && depth < 3) {
            switch (resolved.path("type").asText()) {
                case "array" -> {
                    return json.arrayNode().add(value(resolved.path("items"), depth + 1));
                }
                case "object" -> {
                    ObjectNode object = json.objectNode();
                    resolved.path("properties")
                            .fieldNames()
                            .forEachRemaining(name -> object.set(
                                    name, value(resolved.path("properties").path(name), depth + 1)));
                    return object.isEmpty() ? object.put(text(), text()) : object;
                }
                case "string" -> {
                    return json.textNode(text());
                }
                case "integer" -> {
                    return json.numberNode(random.nextInt(5) - 2);
                }
                default -> {
                    // Of any type, as below.
                }
            }
        }
        return switch (random.nextInt(9)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextLong());
            case 3 -> json.numberNode(random.nextDouble() * 1e300);
            case 4 -> json.arrayNode();
            case 5 -> json.objectNode();
            case 6 -> json.arrayNode().add(json.nullNode()).add(json.objectNode());
            case 7 -> json.objectNode().put(text(), random.nextInt());
            default -> json.textNode(text());
        };
    }

    private String text() {
        return any(TEXTS);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
