// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.UUID;

/** Names a job; chosen by the submitter or given by the api. Written as a UUID. */
public record JobId(UUID value) implements Comparable<JobId> {

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static JobId of(String text) {
        return new JobId(UUID.fromString(text));
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
