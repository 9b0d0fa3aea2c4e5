// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.model.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of a request's JSON body, with whatever is wrong with them: who sent it hears of all of it at once. A field that
 * is null counts as left out; fields that nobody asks for are passed over.
 */
public final class RequestFields {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // Numbers go through as they were written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final int LONGEST_QUOTE = 60;

    /** More are counted only: a list of thousands may be wrong throughout. */
    private static final int MOST_TOLD = 20;

    private final JsonNode body;
    private final String place;
    private final List<String> problems;

    private RequestFields(JsonNode body) {
        this(body, "", new ArrayList<>());
    }

    /** @param place goes before the name of each field */
    private RequestFields(JsonNode body, String place, List<String> problems) {
        this.body = body;
        this.place = place;
        this.problems = problems;
    }

    /** @throws ApiProblem when the body is not a JSON object; it tells the place */
    public static RequestFields read(byte[] body) {
        JsonNode tree = tree(body);
        if (!tree.isObject()) {
            throw ApiProblem.badRequest("The body must be a JSON object");
        }
        return new RequestFields(tree);
    }

    /** @throws ApiProblem when the body is not a JSON list of objects */
    public static List<RequestFields> readList(byte[] body) {
        JsonNode tree = tree(body);
        List<RequestFields> list = new ArrayList<>();
        for (JsonNode each : tree) {
            if (each.isObject()) {
                list.add(new RequestFields(each));
            }
        }
        if (!tree.isArray() || list.size() < tree.size()) {
            throw ApiProblem.badRequest("The body must be a JSON list of objects");
        }
        return list;
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw ApiProblem.badRequest("The body is not JSON: " + place(e.getLocation()) + firstLine(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes a problem that the fields themselves do not show. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /** @throws ApiProblem with all that is wrong, if anything is */
    public void check() {
        if (!problems.isEmpty()) {
            String more = problems.size() > MOST_TOLD ? "; and " + (problems.size() - MOST_TOLD) + " more" : "";
            throw ApiProblem.badRequest(String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_TOLD)))
                    + more);
        }
    }

    public Optional<String> text(String field) {
        return field(field, "a text", JsonNode::isTextual, JsonNode::textValue);
    }

    /** @return an empty text when it is missing or blank, which is a problem then */
    public String requiredText(String field) {
        int before = problems.size();
        String text = text(field).map(String::strip).orElse("");
        if (text.isEmpty() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return text;
    }

    /** Why somebody asks for a change: shown as the activity of what is changed, so it is never empty. */
    public String reason() {
        return text("reason").filter(reason -> !reason.isBlank()).orElse("Somebody asked for it");
    }

    public OptionalInt integer(String field, int lowest, int highest) {
        Optional<Integer> value = field(
                field,
                "a whole number from " + lowest + " to " + highest,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= lowest
                        && node.intValue() <= highest,
                JsonNode::intValue);
        return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** @return the lowest when it is missing, which is a problem then */
    public int requiredInteger(String field, int lowest, int highest) {
        int before = problems.size();
        OptionalInt value = integer(field, lowest, highest);
        if (value.isEmpty() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return value.orElse(lowest);
    }

    /** @return 0 when it is missing, which is a problem then */
    public long requiredSize(String field) {
        int before = problems.size();
        Optional<Long> value = field(
                field,
                "a whole number, not negative",
                node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
                JsonNode::longValue);
        if (value.isEmpty() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return value.orElse(0L);
    }

    /** @return an empty list when it is missing, which is a problem then; what is wrong in its objects is noted here, too */
    public List<RequestFields> requiredObjects(String field) {
        int before = problems.size();
        List<RequestFields> objects = new ArrayList<>();
        for (JsonNode each : field(field, "a list of objects", JsonNode::isArray, Function.identity())
                .orElse(JSON.missingNode())) {
            if (!each.isObject()) {
                expected(field, "a list of objects", body.path(field));
                return List.of();
            }
            objects.add(new RequestFields(each, place + field + "[" + objects.size() + "].", problems));
        }
        if (!body.path(field).isArray() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return objects;
    }

    /** @return false when it is missing, which is a problem then */
    public boolean requiredBool(String field) {
        int before = problems.size();
        Optional<Boolean> value = field(field, "true or false", JsonNode::isBoolean, JsonNode::booleanValue);
        if (value.isEmpty() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return value.orElse(false);
    }

    /** Whether it is true; one that is missing is not. */
    public boolean flag(String field) {
        return field(field, "true or false", JsonNode::isBoolean, JsonNode::booleanValue)
                .orElse(false);
    }

    /** @return an empty list when it is missing, which is a problem then */
    public List<String> requiredTextList(String field) {
        int before = problems.size();
        Optional<List<String>> list = textsIn(field);
        if (list.isEmpty() && problems.size() == before) {
            problems.add("Field \"" + place + field + "\" is required");
        }
        return list.orElse(List.of());
    }

    /** Empty when it is missing. */
    public List<String> textList(String field) {
        return textsIn(field).orElse(List.of());
    }

    private Optional<List<String>> textsIn(String field) {
        Optional<JsonNode> list = field(field, "a list of texts", JsonNode::isArray, Function.identity());
        return list.map(nodes -> texts(field, nodes));
    }

    private List<String> texts(String field, JsonNode nodes) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : nodes) {
            if (!node.isTextual()) {
                expected(field, "a list of texts", nodes);
                return List.of();
            }
            texts.add(node.textValue());
        }
        return texts;
    }

    public Optional<JsonText> object(String field) {
        return field(field, "an object", JsonNode::isObject, node -> new JsonText(node.toString()));
    }

    /** In the order in which they were written. */
    public Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        field(field, "an object", JsonNode::isObject, Function.identity())
                .ifPresent(object -> object.properties().forEach(entry -> {
                    if (entry.getValue().isTextual()) {
                        texts.put(entry.getKey(), entry.getValue().textValue());
                    } else {
                        expected(field + "." + entry.getKey(), "a text", entry.getValue());
                    }
                }));
        return texts;
    }

    private <T> Optional<T> field(
            String field, String expectation, Predicate<JsonNode> fits, Function<JsonNode, ? extends T> value) {
        JsonNode node = body.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!fits.test(node)) {
            expected(field, expectation, node);
            return Optional.empty();
        }
        return Optional.of(value.apply(node));
    }

    private void expected(String field, String expectation, JsonNode node) {
        String found = node.toString();
        String quote = found.length() <= LONGEST_QUOTE ? found : found.substring(0, LONGEST_QUOTE) + "…";
        problems.add("Field \"" + place + field + "\" must be " + expectation + ", not " + quote);
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static String firstLine(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        return message.lines().findFirst().orElse("");
    }
}
