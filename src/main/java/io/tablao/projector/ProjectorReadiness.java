// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready when the schema is there and every topic is being projected. A database that goes away later does not make the
 * process unready: the farm goes on, and an api in the same process must be reachable for it.
 */
@Readiness
@ApplicationScoped
public class ProjectorReadiness implements HealthCheck {

    private final Roles roles;
    private final SchemaMigration schema;
    private final LagMeter meter;

    @Inject
    public ProjectorReadiness(Roles roles, SchemaMigration schema, LagMeter meter) {
        this.roles = roles;
        this.schema = schema;
        this.meter = meter;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder health = HealthCheckResponse.named("projector");
        if (!roles.has(Role.PROJECTOR)) {
            return health.up().withData("role", "not of this process").build();
        }
        if (!schema.done()) {
            return health.down()
                    .withData("reason", "The database has not the newest schema yet")
                    .build();
        }
        boolean ready = true;
        for (LagMeter.Lag lag : meter.lags()) {
            TopicProjection<?> projection = lag.projection;
            String halted = projection.halted();
            boolean consuming = projection.isAssigned() && (lag.caughtUp || projection.hasWritten());
            ready &= halted == null && consuming;
            health.withData(projection.topic(), state(projection, halted, consuming));
        }
        return health.status(ready).build();
    }

    private static String state(TopicProjection<?> projection, @Nullable String halted, boolean consuming) {
        if (halted != null) {
            return halted;
        }
        if (projection.waits()) {
            return "waits for PostgreSQL";
        }
        return consuming ? "projecting" : "starting";
    }
}
