// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Points in time, as native queries give them. */
final class Times {

    private Times() {}

    static Instant instant(Object value) {
        return value instanceof OffsetDateTime time ? time.toInstant() : (Instant) value;
    }
}
