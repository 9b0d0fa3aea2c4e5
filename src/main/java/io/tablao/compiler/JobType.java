// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of job that can be submitted, as its script describes it. As JSON it is Flamenco's {@code AvailableJobType}.
 *
 * @param name for instance {@code simple-blender-render}
 * @param etag changes exactly when label, description or settings change
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "label", "description", "settings", "etag"})
public record JobType(String name, String label, @Nullable String description, List<JobSetting> settings, String etag) {

    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    public JobType {
        settings = List.copyOf(settings);
    }

    static JobType of(String name, String label, @Nullable String description, List<JobSetting> settings) {
        ObjectNode about = CANONICAL.createObjectNode();
        about.put("label", label);
        about.put("description", description);
        about.set("settings", CANONICAL.valueToTree(settings));
        // The mapper sorts keys when it writes; a node's own toString does not.
        try {
            return new JobType(name, label, description, settings, Sha256.of(CANONICAL.writeValueAsString(about)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    public Optional<JobSetting> setting(String key) {
        return settings.stream().filter(setting -> setting.key().equals(key)).findFirst();
    }
}
