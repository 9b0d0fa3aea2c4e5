// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.util.Locale;

/** What a worker or a submitter runs on. Flamenco: the same three, named as the Go language names them. */
public enum Platform {
    LINUX,
    WINDOWS,
    DARWIN;

    /** @throws IllegalArgumentException when the label is none of {@code linux}, {@code windows} and {@code darwin} */
    public static Platform of(String label) {
        for (var platform : values()) {
            if (platform.toString().equals(label)) {
                return platform;
            }
        }
        throw new IllegalArgumentException("Unknown platform: " + label);
    }

    /** @param osName as the system property {@code os.name} has it; whatever is neither Windows nor macOS counts as Linux */
    public static Platform ofSystem(String osName) {
        String name = osName.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return WINDOWS;
        }
        return name.startsWith("mac") || name.startsWith("darwin") ? DARWIN : LINUX;
    }

    /** The platform that this process runs on. */
    public static Platform current() {
        return ofSystem(System.getProperty("os.name", ""));
    }

    /** The name on the wire and in every API, for instance {@code darwin}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
