// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.jobs;

import io.tablao.api.Ids;
import io.tablao.api.RequestFields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A request for another tag of a job. Flamenco: the tag's id, or its name, or neither, which takes the tag away. */
@Schema(name = "JobTagChange")
record TagChange(
        @Schema(description = "Left out, with the name too: any worker will do") @Nullable
        String id,

        @Nullable String name) {

    /** Each of the two is null when it is left out or empty; both are never given. */
    static TagChange read(byte[] body) {
        RequestFields fields = RequestFields.read(body);
        String id = fields.text("id").map(String::strip).orElse("");
        String name = fields.text("name").map(String::strip).orElse("");
        if (!id.isEmpty() && !name.isEmpty()) {
            fields.problem("A tag is given by its \"id\" or by its \"name\", not by both");
        } else if (!id.isEmpty() && Ids.uuid(id).isEmpty()) {
            fields.problem("\"" + id + "\" cannot be the id of a tag: ids are UUIDs");
        }
        fields.check();
        return new TagChange(id.isEmpty() ? null : Ids.tag(id), name.isEmpty() ? null : name);
    }
}
