// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/** Whom a variable's value is for: people who submit jobs may see a folder elsewhere than workers do. */
public enum Audience {
    ALL,
    USERS,
    WORKERS;

    /** @throws IllegalArgumentException when the label is none of {@code all}, {@code users} and {@code workers} */
    public static Audience of(String label) {
        for (var audience : values()) {
            if (audience.toString().equals(label)) {
                return audience;
            }
        }
        throw new IllegalArgumentException("Unknown audience: " + label);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
