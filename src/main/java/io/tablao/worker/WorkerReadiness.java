// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up when each worker of this process has signed on with the scheduler. */
@Readiness
@ApplicationScoped
public class WorkerReadiness implements HealthCheck {

    private final WorkerStage stage;

    @Inject
    public WorkerReadiness(WorkerStage stage) {
        this.stage = stage;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("worker").status(stage.isReady()).build();
    }
}
