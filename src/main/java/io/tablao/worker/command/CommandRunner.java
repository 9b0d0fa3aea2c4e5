// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablao.model.TaskCommand;
import io.tablao.model.Variables;
import io.tablao.variables.JsonVariables;
import java.io.IOException;

/**
 * A command with its parameters read, ready to run. The parameters are read before anything of a task runs, so that a
 * mistake in its last command shows at once and not after hours of rendering.
 */
sealed interface CommandRunner
        permits BlenderRender, CopyFile, Echo, Exec, FramesToVideo, MakeDirectory, MoveDirectory, Sleep {

    /**
     * Runs on the task's own thread and blocks until the command is done. Running it again after it was killed at any point
     * must be safe: a worker may die between a command's end and its report.
     *
     * @throws InterruptedException when the task was stopped; whatever the command had started is gone then
     */
    void run(CommandContext context) throws CommandFailed, IOException, InterruptedException;

    /**
     * @throws CommandFailed when the worker knows no such command, or a parameter is not what the command needs; the message
     *     names the command and the parameter
     */
    static CommandRunner of(TaskCommand command, Variables variables) throws CommandFailed {
        var parameters = new Parameters(command.name(), read(command, variables));
        return switch (command.name()) {
            case "echo" -> Echo.of(parameters);
            case "sleep" -> Sleep.of(parameters);
            case "exec" -> Exec.of(parameters);
            case "blender-render" -> BlenderRender.of(parameters);
            case "frames-to-video" -> FramesToVideo.of(parameters);
            case "make-directory" -> MakeDirectory.of(parameters);
            case "move-directory" -> MoveDirectory.of(parameters);
            case "copy-file" -> CopyFile.of(parameters);
            default -> throw new CommandFailed("Unknown command '" + command.name() + "'");
        };
    }

    private static JsonNode read(TaskCommand command, Variables variables) throws CommandFailed {
        try {
            return JsonVariables.replace(
                    new ObjectMapper().readTree(command.parameters().text()), variables);
        } catch (JsonProcessingException notJson) {
            throw new CommandFailed(
                    "Command " + command.name() + ": its parameters are not JSON: " + notJson.getOriginalMessage(),
                    notJson);
        }
    }
}
