// SPDX-License-Identifier: Apache-2.0
package io.tablao.event;

import io.tablao.model.Actor;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every message travels in.
 *
 * @param id unique for each message; a second delivery has the same
 * @param time when it was written
 * @param replyTo the api instance that waits for an {@link Answer}; null: nobody does
 * @param cause id of the message that led to this one; null: it came from outside
 * @param actor who is behind it; null: it follows from the message itself, as a report's worker does
 */
public record Envelope<M extends Message>(
        UUID id,
        Instant time,
        @Nullable String replyTo,
        @Nullable UUID cause,
        @Nullable Actor actor,
        M body) {

    /** One that names no actor. */
    public Envelope(UUID id, Instant time, @Nullable String replyTo, @Nullable UUID cause, M body) {
        this(id, time, replyTo, cause, null, body);
    }
}
