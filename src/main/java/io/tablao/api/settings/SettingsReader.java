// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.api.ApiProblem;
import io.tablao.model.Durations;
import io.tablao.model.FarmSettings;
import io.tablao.model.FarmVariable;
import io.tablao.model.JsonText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes settings of a configuration file, whose keys are those of {@code flamenco-manager.yaml}, or says all that is wrong with
 * it. Keys that mean nothing here are kept and remarked on, so that a file that is read and written again has lost nothing.
 */
final class SettingsReader {

    /** @param remarks a sentence on each key that is kept without a meaning */
    record Read(FarmSettings settings, List<String> remarks) {}

    static final int LARGEST = 200_000;

    private static final int LONGEST_TEXT = 1_000;
    private static final int LARGEST_COUNT = 1_000;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int LONGEST_QUOTE = 60;

    /** Keys of Flamenco's file that have their place elsewhere. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "_meta", "",
            "database", "--database says where PostgreSQL is",
            "database_check_period", "the database is watched all the time",
            "listen", "--port says where the farm listens",
            "autodiscoverable", "tablao.discovery.enabled switches discovery",
            "local_manager_storage_path", "--data says where the farm keeps its data",
            "mqtt", "the farm tells what happens by its own events, and to no MQTT server",
            "backup", "what is to be backed up is told in the README");

    private final SettingsFile file;
    private final List<String> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    private SettingsReader(SettingsFile file) {
        this.file = file;
    }

    /** @throws ApiProblem 400 with all that is wrong */
    static Read read(SettingsFile file) {
        var reader = new SettingsReader(file);
        FarmSettings settings = reader.settings();
        if (!reader.problems.isEmpty()) {
            throw ApiProblem.badRequest(String.join("; ", reader.problems));
        }
        return new Read(settings, List.copyOf(reader.remarks));
    }

    private FarmSettings settings() {
        ObjectNode others = file.root().deepCopy();
        String name = text("manager_name");
        String storage = text("shared_storage_path");
        Map<String, FarmVariable> variables = variables();
        Duration taskTimeout = duration("task_timeout");
        Duration workerTimeout = duration("worker_timeout");
        Integer blocklist = count("blocklist_threshold");
        Integer failures = count("task_fail_after_softfail_count");
        FarmSettings.Shaman shaman = shaman(others);
        others.remove(SettingsWriter.KEYS);
        others.properties().forEach(other -> remark(other.getKey()));
        return new FarmSettings(
                name,
                storage,
                variables,
                taskTimeout,
                workerTimeout,
                blocklist,
                failures,
                shaman,
                new JsonText(others.toString()));
    }

    private void remark(String key) {
        String reason = ELSEWHERE.getOrDefault(key, "it is unknown");
        if (!reason.isEmpty()) {
            remarks.add(file.place(key) + "\"" + key + "\" is kept, and not used: " + reason);
        }
    }

    private Map<String, FarmVariable> variables() {
        JsonNode node = file.root().path("variables");
        if (absent(node)) {
            return Map.of();
        }
        if (!node.isObject()) {
            expected("variables", "variables by name", node);
            return Map.of();
        }
        var reader = new VariablesReader((ObjectNode) node, this::expected, this::problem);
        Map<String, FarmVariable> variables = reader.read();
        reader.remarks().forEach((field, remark) -> remarks.add(file.place(field) + remark));
        return variables;
    }

    /** @param others loses what is understood of it */
    private FarmSettings.Shaman shaman(ObjectNode others) {
        JsonNode node = file.root().path("shaman");
        if (absent(node)) {
            others.remove("shaman");
            return FarmSettings.Shaman.AS_CONFIGURED;
        }
        if (!node.isObject()) {
            expected("shaman", "keys such as \"enabled\"", node);
            return FarmSettings.Shaman.AS_CONFIGURED;
        }
        Boolean enabled = field(
                "shaman.enabled",
                "true or false",
                value -> value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty());
        JsonNode collecting = node.path("garbageCollect");
        if (!absent(collecting) && !collecting.isObject()) {
            expected("shaman.garbageCollect", "keys such as \"period\"", collecting);
        }
        Duration every = duration("shaman.garbageCollect.period");
        Duration age = duration("shaman.garbageCollect.maxAge");
        keepRest(others);
        return new FarmSettings.Shaman(enabled, every, age);
    }

    private void keepRest(ObjectNode others) {
        ObjectNode rest = (ObjectNode) others.get("shaman");
        rest.remove("enabled");
        if (rest.path("garbageCollect") instanceof ObjectNode collecting) {
            collecting.remove(Set.of("period", "maxAge"));
            collecting.properties().removeIf(each -> each.getValue().isEmpty());
            collecting
                    .properties()
                    .forEach(each -> remarks.add(file.place("shaman.garbageCollect." + each.getKey())
                            + "\"shaman.garbageCollect." + each.getKey() + "\" is kept, and not used"));
            if (collecting.isEmpty()) {
                rest.remove("garbageCollect");
            }
        }
        rest.properties().stream()
                .filter(each -> !each.getKey().equals("garbageCollect"))
                .forEach(each -> remarks.add(file.place("shaman." + each.getKey()) + "\"shaman." + each.getKey()
                        + "\" is kept, and not used"));
        if (rest.isEmpty()) {
            others.remove("shaman");
        }
    }

    private @Nullable String text(String field) {
        return field(
                field,
                "a text of at most " + LONGEST_TEXT + " characters",
                value -> value.isTextual()
                                && value.textValue().strip().length() <= LONGEST_TEXT
                                && !value.textValue().isBlank()
                        ? Optional.of(value.textValue().strip())
                        : Optional.empty());
    }

    private @Nullable Integer count(String field) {
        return field(
                field,
                "a whole number from 1 to " + LARGEST_COUNT,
                value -> value.isInt() && value.intValue() >= 1 && value.intValue() <= LARGEST_COUNT
                        ? Optional.of(value.intValue())
                        : Optional.empty());
    }

    private @Nullable Duration duration(String field) {
        return field(
                field,
                "a span of time from 1s to 365d, such as 90s, 10m or 1h30m",
                value -> value.isTextual()
                        ? Durations.parse(value.textValue())
                                .filter(span -> span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0)
                        : Optional.empty());
    }

    /** @return null: it is absent, or wrong */
    private <T> @Nullable T field(String field, String expectation, Function<JsonNode, Optional<T>> read) {
        JsonNode value = file.root();
        for (String part : field.split("\\.", -1)) {
            value = value.path(part);
        }
        if (absent(value)) {
            return null;
        }
        Optional<T> fits = read.apply(value);
        if (fits.isEmpty()) {
            expected(field, expectation, value);
        }
        return fits.orElse(null);
    }

    /** A key without a value, or with an empty text, is as if it were not there: Flamenco writes those, too. */
    private static boolean absent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty());
    }

    private void expected(String field, String expectation, JsonNode found) {
        String text = found.toString();
        String quote = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
        problem(field, "must be " + expectation + ", not " + quote);
    }

    private void problem(String field, String what) {
        problems.add(file.place(field) + "Field \"" + field + "\" " + what);
    }
}
