// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.smallrye.mutiny.Uni;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.readmodel.ProjectionWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Listens to all events from now on, in every process that serves browsers, and tells of them when reading shows what they
 * brought. While it waits for that, more events gather, and become one change.
 */
@ApplicationScoped
public class LiveListener {

    private static final Logger LOG = Logger.getLogger(LiveListener.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    /** With ten entries a second at most, a minute at least. */
    private static final int ENTRIES = 600;

    private final Clock clock = Clock.systemUTC();

    private final ProjectionWatch watch;
    private final QueueHistory queues;
    private final ChangeJournal journal = new ChangeJournal(ENTRIES);
    private volatile @Nullable Duration lag;

    @Inject
    LiveListener(ProjectionWatch watch, QueueHistory queues) {
        this.watch = watch;
        this.queues = queues;
    }

    @Incoming("api-events")
    Uni<Void> hear(ConsumerRecords<byte[], byte[]> records) {
        Changes changes = new Changes();
        Instant newest = Instant.EPOCH;
        List<Uni<Void>> projected = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
            for (ConsumerRecord<byte[], byte[]> event : ofPartition) {
                Instant time = note(event, changes);
                newest = time.isAfter(newest) ? time : newest;
            }
            projected.add(
                    watch.passed(partition.partition(), ofPartition.getLast().offset(), LONGEST_WAIT));
        }
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant last = newest;
        return Uni.join()
                .all(projected)
                .andCollectFailures()
                .invoke(() -> {
                    lag = Duration.between(last, clock.instant());
                    journal.add(changes);
                })
                .replaceWithVoid();
    }

    /** @return when it happened; the beginning of time, if it cannot be read */
    private Instant note(ConsumerRecord<byte[], byte[]> event, Changes changes) {
        try {
            Envelope<Event> envelope = MessageCodec.decode(event.value(), Event.class);
            changes.note(envelope.body());
            if (envelope.body() instanceof QueueMeasured measured) {
                queues.note(envelope.time(), measured);
            }
            return envelope.time();
        } catch (UnreadableMessage e) {
            // The projection stops at it, and says so; here it only is one change that browsers do not hear of.
            LOG.debugf("An event of %s was passed over: %s", event.topic(), e.getMessage());
            return Instant.EPOCH;
        }
    }

    /** How long ago the newest event happened when reading showed it; empty: there was none since the start. */
    public Optional<Duration> lag() {
        return Optional.ofNullable(lag);
    }

    ChangeJournal journal() {
        return journal;
    }
}
