// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.tablao.event.Answer;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.Variables;
import io.tablao.variables.JsonVariables;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A task as a worker gets it over HTTP: with the variables replaced by the values for its platform. */
@Schema(name = "AssignedTask")
@JsonNaming(SnakeCaseStrategy.class)
record AssignedTask(
        String uuid,
        String job,
        String name,
        String status,
        int priority,
        int jobPriority,
        String jobType,
        String taskType,
        List<Command> commands,
        int stepsCompleted,
        int stepsTotal) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One of its commands. */
    @Schema(name = "Command")
    @JsonNaming(SnakeCaseStrategy.class)
    record Command(
            String name,
            @Schema(implementation = Object.class) JsonNode parameters,
            int totalStepCount) {

        static Command of(TaskCommand command, Variables variables) {
            try {
                return new Command(
                        command.name(),
                        JsonVariables.replace(JSON.readTree(command.parameters().text()), variables),
                        command.totalStepCount());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("Parameters that are no JSON came through the compiler", e);
            }
        }
    }

    static AssignedTask of(Answer.TaskGiven given) {
        TaskDefinition task = given.definition();
        return new AssignedTask(
                given.task().taskId().toString(),
                given.task().job().toString(),
                task.name(),
                TaskStatus.ACTIVE.toString(),
                task.priority(),
                given.jobPriority(),
                given.jobType(),
                task.type(),
                task.commands().stream()
                        .map(command -> Command.of(command, given.variables()))
                        .toList(),
                0,
                task.totalSteps());
    }
}
