// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.bus.MessageCodec;
import io.tablao.bus.UnreadableMessage;
import io.tablao.event.Envelope;
import io.tablao.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * What a poll brought that is not projected yet, decoded, up to the first record of a partition that cannot be read.
 *
 * @param from by partition, where the projection stands
 * @param to by partition, where it stands after the batch
 * @param unreadable why the batch ends early; null: it does not
 */
record ReadBatch<M extends Message>(
        List<ReadRecord<M>> records,
        SortedMap<Integer, Long> from,
        SortedMap<Integer, Long> to,
        @Nullable String unreadable) {

    /** A decoded record. */
    record ReadRecord<M extends Message>(long offset, Envelope<M> envelope) {}

    boolean isEmpty() {
        return to.isEmpty();
    }

    /** @param positions the next offset to project of every partition that has records here */
    static <M extends Message> ReadBatch<M> of(
            ConsumerRecords<?, byte[]> polled, Map<Integer, Long> positions, Class<M> family) {
        List<ReadRecord<M>> records = new ArrayList<>();
        SortedMap<Integer, Long> from = new TreeMap<>();
        SortedMap<Integer, Long> to = new TreeMap<>();
        String unreadable = null;
        for (var partition : polled.partitions()) {
            long position = positions.getOrDefault(partition.partition(), 0L);
            for (ConsumerRecord<?, byte[]> record : polled.records(partition)) {
                if (record.offset() < position) {
                    continue;
                }
                Envelope<M> envelope;
                try {
                    envelope = MessageCodec.decode(record.value(), family);
                } catch (UnreadableMessage e) {
                    unreadable = record.topic() + "-" + record.partition() + ", offset " + record.offset() + ": "
                            + e.getMessage();
                    break;
                }
                records.add(new ReadRecord<>(record.offset(), envelope));
                from.put(record.partition(), position);
                to.put(record.partition(), record.offset() + 1);
            }
        }
        return new ReadBatch<>(records, from, to, unreadable);
    }
}
