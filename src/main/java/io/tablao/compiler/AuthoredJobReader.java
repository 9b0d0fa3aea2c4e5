// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tablao.model.JsonText;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a run handed back. The author API has checked most of it where it could name the place in the script; but it
 * lives in the script's own world, so everything that the farm relies on is checked again here.
 */
final class AuthoredJobReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** They travel in one record, which holds at most 1 MB; a character takes up to three bytes. */
    private static final int MOST_SETTINGS_CHARS = 256 << 10;

    private AuthoredJobReader() {}

    static Compilation read(Script script, String json) {
        try {
            JsonNode job = JSON.readTree(json);
            List<TaskDefinition> tasks = new ArrayList<>();
            for (JsonNode task : job.path("tasks")) {
                tasks.add(task(task, tasks.size()));
            }
            var authored =
                    new AuthoredJob(tasks, object(job, "settings"), metadata(job.path("metadata")), script.hash());
            int rest = job.path("settings").toString().length()
                    + job.path("metadata").toString().length();
            if (rest > MOST_SETTINGS_CHARS) {
                return CompilationFailure.of(ScriptProblem.of(
                        script.file(),
                        "The job's settings and metadata are larger than " + (MOST_SETTINGS_CHARS >> 10) + " KB"));
            }
            return problem(script, tasks)
                    .<Compilation>map(CompilationFailure::of)
                    .orElse(authored);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return CompilationFailure.of(
                    ScriptProblem.of(script.file(), "The script made a job that cannot be read: " + e.getMessage()));
        }
    }

    private static Optional<ScriptProblem> problem(Script script, List<TaskDefinition> tasks) {
        if (tasks.isEmpty()) {
            return Optional.of(ScriptProblem.of(script.file(), "The script made a job without tasks"));
        }
        return TaskGraph.cycle(tasks)
                .map(cycle ->
                        ScriptProblem.of(script.file(), "Tasks wait for each other: " + String.join(" → ", cycle)))
                .or(() -> TaskChunks.tooLarge(tasks)
                        .map(task -> ScriptProblem.of(
                                script.file(),
                                "Task \"" + task.name() + "\" is larger than " + (TaskChunks.MOST_BYTES_OF_A_TASK >> 10)
                                        + " KB")));
    }

    private static TaskDefinition task(JsonNode task, int index) {
        List<Integer> dependencies = new ArrayList<>();
        for (JsonNode dependency : task.path("dependencies")) {
            dependencies.add(dependency.intValue());
        }
        List<TaskCommand> commands = new ArrayList<>();
        for (JsonNode command : task.path("commands")) {
            commands.add(new TaskCommand(
                    command.path("name").asText(),
                    object(command, "parameters"),
                    command.path("totalStepCount").asInt()));
        }
        return new TaskDefinition(
                index,
                task.path("name").asText(),
                task.path("type").asText(),
                task.path("priority").asInt(TaskDefinition.DEFAULT_PRIORITY),
                dependencies.stream().distinct().toList(),
                commands);
    }

    private static JsonText object(JsonNode parent, String field) {
        JsonNode value = parent.path(field);
        if (!value.isObject()) {
            throw new IllegalArgumentException(field + " must be an object");
        }
        return new JsonText(value.toString());
    }

    private static Map<String, String> metadata(JsonNode metadata) {
        Map<String, String> read = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            read.put(entry.getKey(), entry.getValue().asText());
        }
        return read;
    }
}
