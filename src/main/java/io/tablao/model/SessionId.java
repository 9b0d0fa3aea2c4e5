// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.UUID;

/** Names one stretch of a worker's service, from a sign-on to the next; reports of an older session are refused. */
public record SessionId(UUID value) {

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static SessionId of(String text) {
        return new SessionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
