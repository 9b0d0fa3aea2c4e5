// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.jboss.logging.Logger;

/**
 * One member of the workers' share group, for so many records at a time, with an eye on what its client does unasked.
 *
 * <p>After an empty poll the client goes on fetching, and what it then gets is locked up in it until the next poll. So a member
 * that has begun to poll must go on until it has a record; only then is it at rest. Now and then even a poll that brought a
 * record leaves a fetch behind; the count of fetches shows it, and the member must be polled again.
 */
final class GroupMember {

    private static final Logger LOG = Logger.getLogger(GroupMember.class);

    private final ShareConsumer<byte[], byte[]> consumer;
    private final int most;
    private List<Metric> fetchCounts = List.of();
    private boolean polling;
    private double fetches;

    GroupMember(ShareConsumer<byte[], byte[]> consumer, int most) {
        this.consumer = consumer;
        this.most = most;
        consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                // The dispatch comes again, to somebody, and its start is refused.
                LOG.infof("Could not acknowledge %s: %s", offsets.keySet(), failure.getMessage());
            }
        });
    }

    ShareConsumer<byte[], byte[]> consumer() {
        return consumer;
    }

    /** How many records a poll brings at most, as a rule. */
    int most() {
        return most;
    }

    ConsumerRecords<byte[], byte[]> poll(Duration time) {
        var records = consumer.poll(time);
        polling = records.isEmpty();
        if (!polling) {
            fetches = fetches();
        }
        return records;
    }

    /** Whether it may hold a record that nobody has seen yet. */
    boolean mustBePolled() {
        return polling || fetches() > fetches;
    }

    private double fetches() {
        if (fetchCounts.isEmpty()) {
            // There are hundreds of them, and this is asked for with every record.
            fetchCounts = consumer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals("fetch-total"))
                    .<Metric>map(Map.Entry::getValue)
                    .toList();
        }
        double count = 0;
        for (Metric metric : fetchCounts) {
            if (metric.metricValue() instanceof Double some) {
                count += some;
            }
        }
        return count;
    }
}
