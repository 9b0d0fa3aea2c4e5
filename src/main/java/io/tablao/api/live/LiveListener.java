// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.smallrye.mutiny.Uni;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Event;
import io.tablao.readmodel.ProjectionWatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

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

    private final ProjectionWatch watch;
    private final ChangeJournal journal = new ChangeJournal(ENTRIES);

    @Inject
    LiveListener(ProjectionWatch watch) {
        this.watch = watch;
    }

    @Incoming("api-events")
    Uni<Void> hear(ConsumerRecords<byte[], byte[]> records) {
        Changes changes = new Changes();
        List<Uni<Void>> projected = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
            ofPartition.forEach(event -> note(event, changes));
            projected.add(
                    watch.passed(partition.partition(), ofPartition.getLast().offset(), LONGEST_WAIT));
        }
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.join()
                .all(projected)
                .andCollectFailures()
                .invoke(() -> journal.add(changes))
                .replaceWithVoid();
    }

    private static void note(ConsumerRecord<byte[], byte[]> event, Changes changes) {
        try {
            changes.note(MessageCodec.decode(event.value(), Event.class).body());
        } catch (UnreadableMessage e) {
            // The projection stops at it, and says so; here it only is one change that browsers do not hear of.
            LOG.debugf("An event of %s was passed over: %s", event.topic(), e.getMessage());
        }
    }

    ChangeJournal journal() {
        return journal;
    }
}
