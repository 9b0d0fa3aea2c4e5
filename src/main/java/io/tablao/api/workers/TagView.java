// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.workers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tablao.model.WorkerTag;
import io.tablao.readmodel.WorkerTagRow;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A tag. Flamenco: {@code WorkerTag}. */
@Schema(name = "WorkerTag")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TagView(
        @Nullable String id,
        @Schema(required = true) String name,
        @Nullable String description) {

    static TagView of(WorkerTagRow tag) {
        return new TagView(tag.id, tag.name, tag.description.isEmpty() ? null : tag.description);
    }

    static TagView of(WorkerTag tag) {
        return new TagView(tag.id(), tag.name(), tag.description().isEmpty() ? null : tag.description());
    }
}
