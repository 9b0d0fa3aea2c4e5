// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tablao.worker.command.TaskOutcome;
import java.util.List;

/** What the workers of this process tell about themselves to whoever watches the farm. */
final class WorkerMetrics {

    private final MeterRegistry registry;

    WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(List<Slot> slots) {
        Gauge.builder("tablao.worker.slots", slots, List::size)
                .description("Workers of this process")
                .register(registry);
        Gauge.builder(
                        "tablao.worker.slots.busy",
                        slots,
                        all -> all.stream().filter(Slot::isBusy).count())
                .description("Workers of this process that run a task")
                .register(registry);
    }

    void ended(String taskType, TaskOutcome outcome) {
        registry.counter("tablao.worker.tasks", "type", taskType, "outcome", label(outcome))
                .increment();
    }

    private static String label(TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Completed() -> "completed";
            case TaskOutcome.Failed(String message) -> "failed";
            case TaskOutcome.Stopped() -> "stopped";
        };
    }
}
