// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.TaskStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A task's status as its label. */
@Converter
public class TaskStatusColumn implements AttributeConverter<TaskStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable TaskStatus status) {
        return status == null ? null : status.toString();
    }

    @Override
    public @Nullable TaskStatus convertToEntityAttribute(@Nullable String label) {
        return label == null ? null : TaskStatus.of(label);
    }
}
