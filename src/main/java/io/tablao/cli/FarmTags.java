// SPDX-License-Identifier: Apache-2.0
package io.tablao.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The farm's tags, found by name or id. */
final class FarmTags {

    private final JsonNode tags;

    FarmTags(FarmClient client) {
        tags = client.get("/api/v3/worker-mgt/tags").path("tags");
    }

    JsonNode all() {
        return tags;
    }

    JsonNode find(String nameOrId) {
        for (JsonNode tag : tags) {
            if (tag.path("id").asText().equalsIgnoreCase(nameOrId)
                    || tag.path("name").asText().equalsIgnoreCase(nameOrId)) {
                return tag;
            }
        }
        throw new CommandProblem("There is no tag " + nameOrId + ": ./tablao tags lists them.");
    }
}
