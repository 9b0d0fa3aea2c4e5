// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.smallrye.config.ConfigMapping;
import java.time.ZoneId;
import java.util.Optional;

/** What all processes of a farm must agree on, and cannot ask each other. */
@ConfigMapping(prefix = "tablao.farm")
public interface FarmConfig {

    /** What people mean by a time of day, for instance {@code Europe/Amsterdam}. By default the time zone of the system. */
    Optional<ZoneId> timeZone();

    default ZoneId zone() {
        return timeZone().orElseGet(ZoneId::systemDefault);
    }
}
