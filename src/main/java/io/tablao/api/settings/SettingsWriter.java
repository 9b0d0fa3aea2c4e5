// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablao.model.Audience;
import io.tablao.model.Durations;
import io.tablao.model.FarmSettings;
import io.tablao.model.FarmSetup;
import io.tablao.model.FarmVariable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes settings as a configuration file that {@link SettingsReader} reads, with the keys of {@code flamenco-manager.yaml}. */
final class SettingsWriter {

    /** What is understood wholly; of {@code shaman} only a part is. */
    static final Collection<String> KEYS = List.of(
            "manager_name",
            "shared_storage_path",
            "variables",
            "task_timeout",
            "worker_timeout",
            "blocklist_threshold",
            "task_fail_after_softfail_count");

    private SettingsWriter() {}

    /** What people have set, and what was kept, and nothing else. */
    static ObjectNode write(FarmSettings settings) {
        ObjectNode file = SettingsFile.JSON.createObjectNode();
        text(file, "manager_name", settings.name());
        text(file, "shared_storage_path", settings.sharedStorage());
        if (!settings.variables().isEmpty()) {
            file.set("variables", variables(settings.variables()));
        }
        text(file, "task_timeout", span(settings.taskTimeout()));
        text(file, "worker_timeout", span(settings.workerTimeout()));
        number(file, "blocklist_threshold", settings.blocklistThreshold());
        number(file, "task_fail_after_softfail_count", settings.taskFailAfter());
        ObjectNode shaman = shaman(settings.shaman());
        if (!shaman.isEmpty()) {
            file.set("shaman", shaman);
        }
        return (ObjectNode) merged(others(settings), file);
    }

    /** The same, with what everybody sees in place of what nobody has set. */
    static ObjectNode write(FarmSettings settings, FarmSetup farm) {
        ObjectNode known = SettingsFile.JSON.createObjectNode();
        known.put("manager_name", farm.name());
        known.put("shared_storage_path", farm.sharedStorage());
        Map<String, FarmVariable> variables = new TreeMap<>(farm.variables().variables());
        variables.remove(FarmSetup.JOBS);
        known.set("variables", variables(variables));
        known.putObject("shaman").put("enabled", farm.shaman());
        ObjectNode file = write(settings);
        file.remove("variables");
        return (ObjectNode) merged(known, file);
    }

    /**
     * An object with what another says in its places. JSON merge patch, RFC 7396: null takes a field away, and what is no object
     * is put in as it is.
     */
    static JsonNode merged(JsonNode object, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = object.isObject() ? ((ObjectNode) object).deepCopy() : SettingsFile.JSON.createObjectNode();
        for (var field : patch.properties()) {
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else {
                merged.set(field.getKey(), merged(merged.path(field.getKey()), field.getValue()));
            }
        }
        return merged;
    }

    private static JsonNode others(FarmSettings settings) {
        try {
            return SettingsFile.JSON.readTree(settings.others().text());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("It was written as JSON", e);
        }
    }

    private static ObjectNode variables(Map<String, FarmVariable> variables) {
        ObjectNode written = SettingsFile.JSON.createObjectNode();
        new TreeMap<>(variables).forEach((name, variable) -> {
            ObjectNode each = written.putObject(name);
            if (variable.twoWay()) {
                each.put("is_twoway", true);
            }
            ArrayNode values = each.putArray("values");
            for (FarmVariable.Value value : variable.values()) {
                ObjectNode one = values.addObject().put("platform", value.platform());
                if (value.audience() != Audience.ALL) {
                    one.put("audience", value.audience().toString());
                }
                one.put("value", value.value());
            }
        });
        return written;
    }

    private static ObjectNode shaman(FarmSettings.Shaman shaman) {
        ObjectNode written = SettingsFile.JSON.createObjectNode();
        if (shaman.enabled() != null) {
            written.put("enabled", shaman.enabled());
        }
        ObjectNode collecting = SettingsFile.JSON.createObjectNode();
        text(collecting, "period", span(shaman.collectEvery()));
        text(collecting, "maxAge", span(shaman.keepUnused()));
        if (!collecting.isEmpty()) {
            written.set("garbageCollect", collecting);
        }
        return written;
    }

    private static @Nullable String span(@Nullable Duration span) {
        return span == null ? null : Durations.text(span);
    }

    private static void text(ObjectNode object, String field, @Nullable String text) {
        if (text != null) {
            object.put(field, text);
        }
    }

    private static void number(ObjectNode object, String field, @Nullable Integer number) {
        if (number != null) {
            object.put(field, number.intValue());
        }
    }
}
