// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import io.smallrye.mutiny.Uni;
import io.tablao.bus.KafkaAway;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.bus.TransactionalOutlet;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Dispatch;
import io.tablao.event.Envelope;
import io.tablao.event.QueueCommand.DispatchLost;
import io.tablao.event.Topics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Hears of dispatches that Kafka gives to no worker any more, and tells their queues, which dispatch the tasks again. In:
 * the broker's copies of them. Out: {@link DispatchLost}. A copy that is heard twice changes nothing, since the dispatch is
 * void the first time.
 */
@ApplicationScoped
class DeadDispatchesListener {

    private static final Logger LOG = Logger.getLogger(DeadDispatchesListener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final TransactionalOutlet outlet;
    private final Clock clock = Clock.systemUTC();

    @Inject
    DeadDispatchesListener(KafkaSettings kafka, ProcessName process, Roles roles) {
        outlet = new TransactionalOutlet(kafka, "tablao-dead-dispatches-" + process, PATIENCE);
        if (roles.has(Role.SCHEDULER)) {
            outlet.start();
        }
    }

    /** Heard only when Kafka has the command. */
    @Incoming("scheduler-dead-dispatches")
    Uni<Void> hear(ConsumerRecord<byte[], byte[]> dead) {
        Dispatch dispatch;
        try {
            dispatch = MessageCodec.decode(dead.value(), Dispatch.class).body();
        } catch (UnreadableMessage e) {
            LOG.errorf(
                    "Record %d of %s is no dispatch and is left there for people to look at: %s",
                    dead.offset(), dead.topic(), e.getMessage());
            return Uni.createFrom().voidItem();
        }
        LOG.warnf(
                "No worker has taken attempt %d of task %s, though it was given to several; it is dispatched anew",
                dispatch.attempt(), dispatch.task());
        var lost = new Envelope<>(
                UUID.randomUUID(),
                clock.instant(),
                null,
                null,
                new DispatchLost(dispatch.queue(), dispatch.task(), dispatch.attempt()));
        return Uni.createFrom()
                .completionStage(() -> outlet.send(List.of(new TransactionalOutlet.Outgoing(Topics.COMMANDS, lost))))
                .onFailure(KafkaAway.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    @PreDestroy
    void close() {
        outlet.close();
    }
}
