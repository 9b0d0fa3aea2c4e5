// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready as soon as answers of the scheduler would be heard. PostgreSQL is not needed to take what people ask for. */
@Readiness
@ApplicationScoped
class ApiReadiness implements HealthCheck {

    private final Roles roles;
    private final CommandGateway gateway;

    @Inject
    ApiReadiness(Roles roles, CommandGateway gateway) {
        this.roles = roles;
        this.gateway = gateway;
    }

    @Override
    public HealthCheckResponse call() {
        boolean here = roles.has(Role.API);
        return HealthCheckResponse.named("api")
                .status(!here || gateway.isListening())
                .withData("role", here)
                .build();
    }
}
