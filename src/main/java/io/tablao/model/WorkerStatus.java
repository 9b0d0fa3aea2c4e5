// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/** Where a worker stands. Flamenco: the same seven statuses. */
public enum WorkerStatus {
    STARTING,
    AWAKE,
    ASLEEP,
    ERROR,
    TESTING,
    OFFLINE,
    RESTART;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** @throws IllegalArgumentException when no status has this label, for instance {@code soft-failed} */
    public static WorkerStatus of(String label) {
        for (var status : values()) {
            if (status.label.equals(label)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Unknown status: " + label);
    }

    /** The name on the wire and in every API, for instance {@code soft-failed}. */
    @Override
    public String toString() {
        return label;
    }
}
