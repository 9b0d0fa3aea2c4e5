// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tablao.bus.Partitioning;
import io.tablao.event.Command;
import io.tablao.event.EntityKey;
import io.tablao.event.Event;
import io.tablao.event.QueueEvent;
import io.tablao.model.QueueId;
import io.tablao.scheduler.queue.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/** Counts for operators what the shards of this process do, and has the topics of new queues made. */
final class SchedulerObserver implements ShardObserver {

    private final MeterRegistry meters;
    private final QueueTopics topics;
    private final int shardCount;
    private final Map<QueueId, QueueEvent.QueueMeasured> measured = new ConcurrentHashMap<>();
    private final Map<Class<?>, Timer> delays = new ConcurrentHashMap<>();

    SchedulerObserver(MeterRegistry meters, QueueTopics topics, int shardCount) {
        this.meters = meters;
        this.topics = topics;
        this.shardCount = shardCount;
    }

    @Override
    public void decided(Command command, Instant sent, Instant now) {
        delays.computeIfAbsent(
                        command.getClass(),
                        type -> Timer.builder("tablao.commands.decided")
                                .description("Commands decided, and how long after they were sent")
                                .tag("command", type.getSimpleName())
                                .publishPercentileHistogram()
                                .minimumExpectedValue(Duration.ofMillis(1))
                                .maximumExpectedValue(Duration.ofMinutes(1))
                                .register(meters))
                .record(Duration.between(sent, now));
    }

    @Override
    public void failed(Command command) {
        meters.counter("tablao.commands.dead", "command", command.getClass().getSimpleName())
                .increment();
    }

    @Override
    public void happened(Event event) {
        if (event instanceof QueueEvent.QueueCreated created) {
            topics.prepare(created.queue());
        } else if (event instanceof QueueEvent.QueueMeasured size) {
            measure(size);
        }
    }

    @Override
    public void recovered(QueueState queue) {
        if (!queue.open()) {
            topics.prepare(queue.queue());
        }
    }

    @Override
    public void released(int shard) {
        // Another process reports these queues from now on; here they count nothing.
        measured.replaceAll((queue, size) -> Partitioning.of(EntityKey.of(queue), shardCount) == shard
                ? new QueueEvent.QueueMeasured(queue, 0, 0, 0, 0)
                : size);
    }

    private void measure(QueueEvent.QueueMeasured size) {
        if (measured.put(size.queue(), size) == null) {
            gauge(
                    "tablao.tasks.runnable",
                    "Tasks that could run, and do not yet",
                    size.queue(),
                    now -> now.waiting() + now.dispatched());
            gauge("tablao.tasks.active", "Tasks that workers run", size.queue(), QueueEvent.QueueMeasured::running);
            gauge(
                    "tablao.slots",
                    "Tasks that awake workers can run at once",
                    size.queue(),
                    QueueEvent.QueueMeasured::slots);
        }
    }

    private void gauge(String name, String what, QueueId queue, ToIntFunction<QueueEvent.QueueMeasured> value) {
        Gauge.builder(name, () -> {
                    var size = measured.get(queue);
                    return size == null ? 0 : value.applyAsInt(size);
                })
                .description(what)
                .tag("type", queue.type())
                .tag("tag", queue.tagIfAny().orElse(""))
                .register(meters);
    }
}
