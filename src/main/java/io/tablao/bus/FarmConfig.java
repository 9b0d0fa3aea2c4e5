// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** What all processes of a farm must agree on, and cannot ask each other. */
@ConfigMapping(prefix = "tablao.farm")
public interface FarmConfig {

    /** What the farm is called, for people who have several. */
    @WithDefault("Tablao")
    String name();

    /** A configuration file, such as {@code flamenco-manager.yaml}, for a farm for which nobody has set anything yet. */
    Optional<String> settingsFile();

    /** What people mean by a time of day, for instance {@code Europe/Amsterdam}. By default the time zone of the system. */
    // A text: the configuration's own conversion to a zone takes one that is not set for an empty name.
    Optional<String> timeZone();

    /** @throws IllegalArgumentException when there is no such time zone */
    default ZoneId zone() {
        return timeZone().map(FarmConfig::parse).orElseGet(ZoneId::systemDefault);
    }

    private static ZoneId parse(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "tablao.farm.time-zone is \"" + name
                            + "\", which is no time zone; expected one such as Europe/Amsterdam",
                    e);
        }
    }
}
