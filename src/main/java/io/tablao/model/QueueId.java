// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names a queue: what waits for workers that accept {@code type} and, when {@code tag} is given, carry that tag. Any
 * non-blank text can be a type; a tag is its UUID as text.
 */
public record QueueId(String type, @Nullable String tag) {

    public QueueId {
        if (type.isBlank()) {
            throw new IllegalArgumentException("A queue needs a task type");
        }
    }

    public static QueueId of(String type) {
        return new QueueId(type, null);
    }

    public Optional<String> tagIfAny() {
        return Optional.ofNullable(tag);
    }

    @Override
    public String toString() {
        return tag == null ? type : type + "@" + tag;
    }
}
