// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.UUID;

/** Names a worker; lasts over restarts of the process that runs it. Written as a UUID. */
public record WorkerId(UUID value) implements Comparable<WorkerId> {

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static WorkerId of(String text) {
        return new WorkerId(UUID.fromString(text));
    }

    @Override
    public int compareTo(WorkerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
