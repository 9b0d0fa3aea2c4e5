// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import io.tablao.bus.Role;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} was asked for.
 *
 * @param port of HTTP; 0 for a free one
 * @param kafka bootstrap servers, or null to bring Kafka along
 * @param database or null to bring PostgreSQL along, if a role needs it
 * @param config a configuration file for a farm for which nobody has set anything yet
 */
record FarmPlan(
        Set<Role> roles,
        int port,
        Path data,
        int workers,
        @Nullable String kafka,
        @Nullable DatabaseAddress database,
        @Nullable Path config) {
    private static final Set<Role> READERS_AND_WRITERS_OF_THE_PROJECTION =
            Set.copyOf(EnumSet.of(Role.API, Role.PROJECTOR, Role.DASHBOARD));

    FarmPlan {
        roles = Set.copyOf(roles);
    }

    boolean needsDatabase() {
        return roles.stream().anyMatch(READERS_AND_WRITERS_OF_THE_PROJECTION::contains);
    }
}
