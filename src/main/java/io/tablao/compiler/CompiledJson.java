// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import java.io.IOException;

/** How a compiled task is shown to people and programs: as JSON. */
public final class CompiledJson {

    private CompiledJson() {}

    /** {@code {name, type, priority, commands: [{name, parameters, total_step_count}], dependencies: [index]}}. */
    public static void write(TaskDefinition task, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", task.name());
        json.writeStringField("type", task.type());
        json.writeNumberField("priority", task.priority());
        json.writeArrayFieldStart("commands");
        for (TaskCommand command : task.commands()) {
            json.writeStartObject();
            json.writeStringField("name", command.name());
            json.writeFieldName("parameters");
            json.writeRawValue(command.parameters().text());
            json.writeNumberField("total_step_count", command.totalStepCount());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("dependencies");
        for (int dependency : task.dependencies()) {
            json.writeNumber(dependency);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
