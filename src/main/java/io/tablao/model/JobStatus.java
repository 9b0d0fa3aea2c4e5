// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/** Where a job stands. Flamenco: the same ten statuses. */
public enum JobStatus {
    /** Registered; its script has not been run to the end yet. */
    UNDER_CONSTRUCTION,
    QUEUED,
    ACTIVE,
    COMPLETED,
    FAILED,
    PAUSED,
    /** Nothing new starts; becomes paused when the last active task has ended. */
    PAUSE_REQUESTED,
    CANCEL_REQUESTED,
    CANCELED,
    REQUEUEING;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** @throws IllegalArgumentException when no status has this label, for instance {@code soft-failed} */
    public static JobStatus of(String label) {
        for (var status : values()) {
            if (status.label.equals(label)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Unknown status: " + label);
    }

    /** Whether tasks of a job in this status may be handed out. */
    public boolean runs() {
        return this == QUEUED || this == ACTIVE;
    }

    /** Whether nothing happens to the job any more unless somebody asks for it. */
    public boolean ended() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }

    /** The name on the wire and in every API, for instance {@code soft-failed}. */
    @Override
    public String toString() {
        return label;
    }
}
