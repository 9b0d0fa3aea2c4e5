// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/** Where a task stands. Flamenco: the same seven statuses. */
public enum TaskStatus {
    QUEUED,
    ACTIVE,
    COMPLETED,
    FAILED,
    /** Failed by some workers, to be tried by another. */
    SOFT_FAILED,
    CANCELED,
    PAUSED;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** @throws IllegalArgumentException when no status has this label, for instance {@code soft-failed} */
    public static TaskStatus of(String label) {
        for (var status : values()) {
            if (status.label.equals(label)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Unknown status: " + label);
    }

    /** Whether a task in this status may be handed out, as soon as its dependencies are completed. */
    public boolean canStart() {
        return this == QUEUED || this == SOFT_FAILED;
    }

    /** The name on the wire and in every API, for instance {@code soft-failed}. */
    @Override
    public String toString() {
        return label;
    }
}
