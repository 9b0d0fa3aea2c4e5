// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Asks for a new process when scripts that nothing stops take up this one's processors. The language stops a script nearly
 * everywhere, but not in the middle of some of its own functions.
 */
@Liveness
@ApplicationScoped
class SandboxLiveness implements HealthCheck {

    private final Sandbox sandbox;

    @Inject
    SandboxLiveness(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public HealthCheckResponse call() {
        int lost = sandbox.lostThreads();
        return HealthCheckResponse.named("sandbox")
                .status(lost < Runtime.getRuntime().availableProcessors())
                .withData("unstoppable-scripts", lost)
                .build();
    }
}
