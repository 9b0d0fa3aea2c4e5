// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a script's {@code JOB_TYPE}, as JSON, and finds what is wrong with it. Fields that nobody knows are skipped. */
final class JobTypeReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> SUBTYPES = Set.of("file_path", "dir_path", "file_name", "hashed_file_path");
    private static final Set<String> VISIBILITIES = Set.of("visible", "hidden", "submission", "web");

    private JobTypeReader() {}

    /** Says what is wrong, for the script's author. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        Unfit(String message) {
            super(message);
        }
    }

    static JobType read(String name, String json) throws Unfit {
        JsonNode about;
        try {
            about = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new Unfit("JOB_TYPE cannot be read: " + e.getOriginalMessage());
        }
        if (!about.isObject()) {
            throw new Unfit("JOB_TYPE must be an object");
        }
        String label = text(about, "label", "JOB_TYPE");
        if (label == null || label.isBlank()) {
            throw new Unfit("JOB_TYPE needs a label");
        }
        JsonNode list = about.path("settings");
        if (!list.isArray()) {
            throw new Unfit("JOB_TYPE needs a list of settings");
        }
        List<JobSetting> settings = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (JsonNode each : list) {
            JobSetting setting = setting(each, settings.size());
            if (!keys.add(setting.key())) {
                throw new Unfit("JOB_TYPE has two settings \"" + setting.key() + "\"");
            }
            settings.add(setting);
        }
        return JobType.of(name, label, text(about, "description", "JOB_TYPE"), settings);
    }

    private static JobSetting setting(JsonNode about, int place) throws Unfit {
        String key = text(about, "key", "Setting " + (place + 1) + " of JOB_TYPE");
        if (key == null || key.isBlank()) {
            throw new Unfit("Setting " + (place + 1) + " of JOB_TYPE needs a key");
        }
        String where = "Setting \"" + key + "\"";
        String typeLabel = text(about, "type", where);
        JobSetting.Type type = typeLabel == null ? null : JobSetting.Type.of(typeLabel);
        if (type == null) {
            throw new Unfit(where + " needs a type: string, int32, float or bool");
        }
        JsonNode propargs = present(about, "propargs");
        if (propargs != null && !propargs.isObject()) {
            throw new Unfit(where + ": propargs must be an object");
        }
        List<String> choices = choices(about, type, where);
        String visible = oneOf(VISIBILITIES, about, "visible", where);
        return new JobSetting(
                key,
                type,
                oneOf(SUBTYPES, about, "subtype", where),
                choices,
                propargs,
                text(about, "description", where),
                text(about, "label", where),
                defaultValue(about, type, choices, where),
                text(about, "eval", where),
                evalInfo(about, where),
                visible == null ? "visible" : visible,
                flag(about, "required", where),
                flag(about, "editable", where));
    }

    private static @Nullable List<String> choices(JsonNode about, JobSetting.Type type, String where) throws Unfit {
        JsonNode list = present(about, "choices");
        if (list == null) {
            return null;
        }
        if (type != JobSetting.Type.STRING || !list.isArray()) {
            throw new Unfit(where + ": choices must be a list, and its type string");
        }
        List<String> choices = new ArrayList<>();
        for (JsonNode choice : list) {
            if (!choice.isTextual()) {
                throw new Unfit(where + ": choices must be strings, not " + choice);
            }
            choices.add(choice.textValue());
        }
        return choices;
    }

    private static @Nullable JsonNode defaultValue(
            JsonNode about, JobSetting.Type type, @Nullable List<String> choices, String where) throws Unfit {
        JsonNode value = present(about, "default");
        if (value == null) {
            return null;
        }
        if (!type.accepts(value)) {
            throw new Unfit(where + ": the default must be " + type.expectation() + ", not " + value);
        }
        if (choices != null && !choices.contains(value.textValue())) {
            throw new Unfit(where + ": the default must be one of its choices, not " + value);
        }
        return value;
    }

    private static JobSetting.@Nullable EvalInfo evalInfo(JsonNode about, String where) throws Unfit {
        JsonNode info = present(about, "evalInfo");
        if (info == null) {
            return null;
        }
        if (!info.isObject()) {
            throw new Unfit(where + ": evalInfo must be an object");
        }
        String description = text(info, "description", where + ", evalInfo");
        return new JobSetting.EvalInfo(
                flag(info, "showLinkButton", where + ", evalInfo"), description == null ? "" : description);
    }

    private static @Nullable String oneOf(Set<String> allowed, JsonNode about, String field, String where)
            throws Unfit {
        String value = text(about, field, where);
        if (value != null && !allowed.contains(value)) {
            throw new Unfit(where + ": " + field + " must be one of "
                    + String.join(", ", allowed.stream().sorted().toList()) + ", not \"" + value + "\"");
        }
        return value;
    }

    private static @Nullable String text(JsonNode about, String field, String where) throws Unfit {
        JsonNode value = present(about, field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new Unfit(where + ": " + field + " must be a string, not " + value);
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode about, String field, String where) throws Unfit {
        JsonNode value = present(about, field);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new Unfit(where + ": " + field + " must be true or false, not " + value);
        }
        return value.booleanValue();
    }

    private static @Nullable JsonNode present(JsonNode about, String field) {
        JsonNode value = about.get(field);
        return value == null || value.isNull() ? null : value;
    }
}
