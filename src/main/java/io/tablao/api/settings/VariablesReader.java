// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.model.Audience;
import io.tablao.model.FarmSetup;
import io.tablao.model.FarmVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads the variables of a configuration file. */
final class VariablesReader {

    private static final int MOST = 500;
    private static final Pattern NAME = Pattern.compile("[^{}\\s]{1,100}");
    private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]{1,20}");

    /** Takes what is wrong with a field. */
    interface Expected {
        void accept(String field, String expectation, JsonNode found);
    }

    private final ObjectNode variables;
    private final Expected expected;
    private final BiConsumer<String, String> problem;
    private final Map<String, String> remarks = new LinkedHashMap<>();

    VariablesReader(ObjectNode variables, Expected expected, BiConsumer<String, String> problem) {
        this.variables = variables;
        this.expected = expected;
        this.problem = problem;
    }

    Map<String, FarmVariable> read() {
        Map<String, FarmVariable> read = new HashMap<>();
        if (variables.size() > MOST) {
            problem.accept("variables", "has " + variables.size() + " of them; there may be " + MOST);
        }
        for (var each : variables.properties()) {
            String field = "variables." + each.getKey();
            if (each.getKey().equals(FarmSetup.JOBS)) {
                remarks.put(
                        field,
                        "\"" + field + "\" is left out: the farm makes this variable itself, of its shared storage");
            } else if (!NAME.matcher(each.getKey()).matches()) {
                problem.accept(
                        field,
                        "has a name that cannot be written in braces: no spaces or braces, and at most"
                                + " 100 characters");
            } else if (!each.getValue().isObject()) {
                expected.accept(field, "an object with \"values\"", each.getValue());
            } else {
                read.put(each.getKey(), variable(field, each.getValue()));
            }
        }
        return read;
    }

    /** By field. */
    Map<String, String> remarks() {
        return remarks;
    }

    private FarmVariable variable(String field, JsonNode variable) {
        JsonNode twoWay = variable.path("is_twoway");
        if (!twoWay.isMissingNode() && !twoWay.isNull() && !twoWay.isBoolean()) {
            expected.accept(field + ".is_twoway", "true or false", twoWay);
        }
        variable.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !key.equals("is_twoway") && !key.equals("values"))
                .forEach(key ->
                        problem.accept(field + "." + key, "is unknown; a variable has \"is_twoway\" and \"values\""));
        List<FarmVariable.Value> values = new ArrayList<>();
        JsonNode list = variable.path("values");
        if (!list.isArray()) {
            expected.accept(field + ".values", "a list of values", list);
        }
        for (int i = 0; i < list.size(); i++) {
            add(field + ".values[" + i + "]", list.get(i), values);
        }
        return new FarmVariable(twoWay.asBoolean(false), values);
    }

    private void add(String field, JsonNode value, List<FarmVariable.Value> values) {
        if (!value.isObject() || !value.path("value").isTextual()) {
            expected.accept(
                    field, "an object with a text \"value\", and \"platform\" and \"audience\" if wanted", value);
            return;
        }
        Audience audience = audience(field, value.path("audience"));
        for (String platform : platforms(field, value)) {
            values.add(new FarmVariable.Value(
                    platform, audience, value.get("value").textValue()));
        }
    }

    private Audience audience(String field, JsonNode audience) {
        String label = audience.asText("").isEmpty() || audience.isNull() ? "all" : audience.asText();
        try {
            return Audience.of(label.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            expected.accept(field + ".audience", "all, users or workers", audience);
            return Audience.ALL;
        }
    }

    /** One, or a list of several; none means all. */
    private List<String> platforms(String field, JsonNode value) {
        List<String> platforms = new ArrayList<>();
        JsonNode one = value.path("platform");
        if (!one.isMissingNode() && !one.isNull() && !one.asText().isEmpty()) {
            platforms.add(platform(field + ".platform", one));
        }
        JsonNode several = value.path("platforms");
        if (!several.isMissingNode() && !several.isNull() && !several.isArray()) {
            expected.accept(field + ".platforms", "a list of platforms", several);
        }
        for (int i = 0; i < several.size(); i++) {
            platforms.add(platform(field + ".platforms[" + i + "]", several.get(i)));
        }
        return platforms.isEmpty() ? List.of(FarmVariable.ALL_PLATFORMS) : platforms;
    }

    private String platform(String field, JsonNode platform) {
        String label = platform.asText().toLowerCase(Locale.ROOT);
        if (!platform.isTextual() || !PLATFORM.matcher(label).matches()) {
            expected.accept(field, "linux, windows, darwin, all or another platform", platform);
        }
        return label;
    }
}
