// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Measures how many records of its partitions this projector has not projected yet: {@code tablao.projection.lag}. */
@ApplicationScoped
public class LagMeter {

    private static final Logger LOG = Logger.getLogger(LagMeter.class);

    private static final long NO_TIMER = -1;

    private final KafkaClientService kafka;
    private final Vertx vertx;
    private final ProjectorConfig config;
    private final List<Lag> lags;
    private volatile long timer = NO_TIMER;

    /** One topic's lag; unknown until it was measured. */
    static final class Lag {
        final String channel;
        final TopicProjection<?> projection;
        volatile double records = Double.NaN;
        volatile boolean caughtUp;

        Lag(String channel, TopicProjection<?> projection) {
            this.channel = channel;
            this.projection = projection;
        }

        void measured(long count) {
            records = count;
            caughtUp |= count == 0;
        }
    }

    @Inject
    public LagMeter(
            EventsListener events,
            TaskLogsListener taskLogs,
            PreviewsListener previews,
            KafkaClientService kafka,
            Vertx vertx,
            ProjectorConfig config) {
        this.kafka = kafka;
        this.vertx = vertx;
        this.config = config;
        this.lags = List.of(
                new Lag(EventsListener.CHANNEL, events.projection()),
                new Lag(TaskLogsListener.CHANNEL, taskLogs.projection()),
                new Lag(PreviewsListener.CHANNEL, previews.projection()));
    }

    void start(@Observes StartupEvent startup, Roles roles, MeterRegistry metrics) {
        if (!roles.has(Role.PROJECTOR)) {
            return;
        }
        for (Lag lag : lags) {
            Gauge.builder("tablao.projection.lag", lag, each -> each.records)
                    .description("Records that are not projected yet")
                    .tag("topic", lag.projection.topic())
                    .register(metrics);
            Gauge.builder("tablao.projection.halted", lag, each -> each.projection.halted() == null ? 0 : 1)
                    .description("1: the projection has stopped at a record that it cannot write")
                    .tag("topic", lag.projection.topic())
                    .register(metrics);
        }
        timer = vertx.setPeriodic(config.lagInterval().toMillis(), tick -> lags.forEach(this::measure));
    }

    void stop(@Observes ShutdownEvent shutdown) {
        vertx.cancelTimer(timer);
    }

    List<Lag> lags() {
        return lags;
    }

    private void measure(Lag lag) {
        if (!lag.projection.isAssigned()) {
            return;
        }
        Uni<OptionalLong> measured = kafka.<byte[], byte[]>getConsumer(lag.channel)
                .runOnPollingThread((Consumer<byte[], byte[]> consumer) -> measure(lag.projection, consumer));
        measured.subscribe()
                .with(
                        count -> count.ifPresent(lag::measured),
                        failure -> LOG.debugf(failure, "The lag of %s could not be measured", lag.channel));
    }

    /** Empty while the consumer has not asked yet how far the topic goes. */
    private static OptionalLong measure(TopicProjection<?> projection, Consumer<?, ?> consumer) {
        long lag = 0;
        boolean allRead = true;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong unread = consumer.currentLag(partition);
            if (unread.isEmpty()) {
                return OptionalLong.empty();
            }
            allRead &= unread.getAsLong() == 0;
            long end = consumer.position(partition) + unread.getAsLong();
            lag += Math.max(0, end - projection.position(partition.partition()));
        }
        // The last offsets may be marks of transactions, which are read over and never projected.
        return OptionalLong.of(allRead && !projection.isWorking() ? 0 : lag);
    }
}
