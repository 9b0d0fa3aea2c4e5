// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.model.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks a submission's settings against its job type, before any script runs. */
public final class SettingsCheck {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int LONGEST_SHOWN = 100;

    private SettingsCheck() {}

    /** What a check found. */
    public sealed interface Result {}

    /**
     * @param settings with defaults filled in for what was left out; settings that the job type does not know are kept
     */
    public record Passed(JsonText settings) implements Result {}

    /** @param problems all of them, each naming its setting */
    public record Refused(List<String> problems) implements Result {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** For the submitter. */
        public String sentence() {
            return String.join("; ", problems);
        }
    }

    /** @param settings a JSON object; null counts as left out, an empty string is a value */
    public static Result check(JobType type, JsonText settings) {
        JsonNode given;
        try {
            given = JSON.readTree(settings.text());
        } catch (JsonProcessingException e) {
            return new Refused(List.of("The settings are not JSON: " + e.getOriginalMessage()));
        }
        if (!(given instanceof ObjectNode filled)) {
            return new Refused(List.of("The settings must be an object"));
        }
        List<String> problems = new ArrayList<>();
        for (JobSetting setting : type.settings()) {
            JsonNode value = filled.get(setting.key());
            if (value != null && !value.isNull()) {
                String problem = problemOf(setting, value);
                if (problem != null) {
                    problems.add(problem);
                }
            } else {
                leftOut(setting, filled, problems);
            }
        }
        return problems.isEmpty() ? new Passed(new JsonText(filled.toString())) : new Refused(problems);
    }

    private static void leftOut(JobSetting setting, ObjectNode filled, List<String> problems) {
        filled.remove(setting.key());
        JsonNode defaultValue = setting.defaultValue();
        if (defaultValue != null) {
            filled.set(setting.key(), defaultValue);
        } else if (setting.required()) {
            problems.add("Setting \"" + setting.key() + "\" is required");
        }
    }

    private static @Nullable String problemOf(JobSetting setting, JsonNode value) {
        if (!setting.type().accepts(value)) {
            return "Setting \"" + setting.key() + "\" must be " + setting.type().expectation() + ", not "
                    + shown(value);
        }
        List<String> choices = setting.choices();
        if (choices != null && !choices.contains(value.textValue())) {
            return "Setting \"" + setting.key() + "\" must be one of " + String.join(", ", choices) + ", not "
                    + shown(value);
        }
        return null;
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + " …";
    }
}
