// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.model.JobOptionsReader;
import io.tablao.model.JsonText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run hands back beside the tasks: the job's settings and metadata, as the script left them.
 *
 * @param tasks how many the script has added
 */
record JobRest(Script script, JsonText settings, Map<String, String> metadata, int tasks) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** They travel in one record, which holds at most 1 MB; a character takes up to three bytes. */
    private static final int MOST_CHARACTERS = 256 << 10;

    /** @param json as the author API writes it, in the script's own world: so it is not taken on trust */
    static JobRest read(Script script, String json) throws TaskReader.Unfit {
        if (json.length() > MOST_CHARACTERS) {
            throw unfit(script, "The job's settings and metadata are larger than " + (MOST_CHARACTERS >> 10) + " KB");
        }
        try {
            JsonNode rest = JSON.readTree(json);
            JsonNode settings = rest.path("settings");
            if (!settings.isObject()) {
                throw unfit(script, "job.settings must be an object");
            }
            Map<String, String> metadata = new HashMap<>();
            for (Map.Entry<String, JsonNode> entry : rest.path("metadata").properties()) {
                metadata.put(entry.getKey(), entry.getValue().asText());
            }
            List<String> problems = JobOptionsReader.problems(metadata);
            if (!problems.isEmpty()) {
                throw unfit(script, "The job's metadata is wrong: " + String.join("; ", problems));
            }
            return new JobRest(
                    script,
                    new JsonText(settings.toString()),
                    metadata,
                    rest.path("tasks").asInt());
        } catch (JsonProcessingException e) {
            throw unfit(script, "The script made a job that cannot be read: " + e.getOriginalMessage());
        }
    }

    private static TaskReader.Unfit unfit(Script script, String message) {
        return new TaskReader.Unfit(ScriptProblem.of(script.file(), message));
    }

    AuthoredJob authored(List<String> log, Duration script, Duration duration) {
        return new AuthoredJob(tasks, settings, metadata, this.script.hash(), log, script, duration);
    }
}
