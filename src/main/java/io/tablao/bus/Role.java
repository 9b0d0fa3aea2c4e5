// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import java.util.Locale;

/** A stage of the pipeline that a process may carry. */
public enum Role {
    API,
    COMPILER,
    SCHEDULER,
    WORKER,
    PROJECTOR,
    DASHBOARD;

    /** @throws IllegalArgumentException when there is no such role; the message lists those that there are */
    public static Role of(String label) {
        for (var role : values()) {
            if (role.toString().equals(label.strip().toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new IllegalArgumentException(
                "Unknown role \"" + label + "\": expected api, compiler, scheduler, worker, projector or dashboard");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
