// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.JobStatus;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** A job's status as its label. */
@Converter
public class JobStatusColumn implements AttributeConverter<JobStatus, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable JobStatus status) {
        return status == null ? null : status.toString();
    }

    @Override
    public @Nullable JobStatus convertToEntityAttribute(@Nullable String label) {
        return label == null ? null : JobStatus.of(label);
    }
}
