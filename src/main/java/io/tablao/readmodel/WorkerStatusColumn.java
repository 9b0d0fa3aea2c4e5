// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.WorkerStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A worker's status as its label. */
@Converter
public class WorkerStatusColumn implements AttributeConverter<WorkerStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable WorkerStatus status) {
        return status == null ? null : status.toString();
    }

    @Override
    public @Nullable WorkerStatus convertToEntityAttribute(@Nullable String label) {
        return label == null ? null : WorkerStatus.of(label);
    }
}
