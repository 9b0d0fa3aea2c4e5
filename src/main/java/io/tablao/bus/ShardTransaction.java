// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Envelope;
import io.tablao.event.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;

/** Writes what a batch of commands led to, with the commands' offsets, in one Kafka transaction: all of it or nothing. */
final class ShardTransaction {

    /** Nothing was written, for certain: the same commands can be decided again. */
    static final class Aborted extends Exception {
        private static final long serialVersionUID = 1;

        Aborted(KafkaException cause) {
            super(cause);
        }
    }

    /**
     * Nothing was written, for certain, since the group has another generation than the one that read the commands: they may
     * be another process's by now.
     */
    static final class Overtaken extends Exception {
        private static final long serialVersionUID = 1;

        Overtaken(KafkaException cause) {
            super(cause);
        }
    }

    private static final int COMMIT_TRIES = 5;

    private final Producer<String, byte[]> producer;

    ShardTransaction(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    static Map<String, Object> settings(KafkaSettings kafka, String transactionalId) {
        Map<String, Object> settings = kafka.producer();
        // The same after a restart, so that the broker aborts at once what a dead process left open.
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // The default of 100 ms is what sendOffsetsToTransaction then takes, at the 99th percentile.
        settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return settings;
    }

    /**
     * @throws Aborted nothing was written
     * @throws Overtaken nothing was written, and the next try needs another generation
     * @throws KafkaException whether it was written is not known, or another process has taken over: recover
     */
    void write(
            ShardOutput output,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group,
            Instant now)
            throws Aborted, Overtaken, InterruptedException {
        producer.beginTransaction();
        try {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<String, byte[]> line : output.events()) {
                sent.add(producer.send(line));
            }
            for (ProducerRecord<String, byte[]> line : output.others()) {
                send(line);
            }
            answer(output, sent, now);
            if (!offsets.isEmpty()) {
                producer.sendOffsetsToTransaction(offsets, group);
            }
        } catch (KafkaException e) {
            abort(e);
        }
        commit();
    }

    /** A record that cannot be written fails the commit, so nobody needs to look at each one's future. */
    private void send(ProducerRecord<String, byte[]> line) {
        var unused = producer.send(line);
    }

    /** Answers name the offsets of events, so that who waits knows how far the projection must have come. */
    private void answer(ShardOutput output, List<Future<RecordMetadata>> events, Instant now)
            throws InterruptedException {
        if (output.replies().isEmpty()) {
            return;
        }
        producer.flush();
        for (ShardOutput.Reply reply : output.replies()) {
            Integer partition = null;
            Long offset = null;
            if (reply.event() >= 0) {
                try {
                    RecordMetadata event = events.get(reply.event()).get();
                    partition = event.partition();
                    offset = event.offset();
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
                }
            }
            var answer = new Envelope<>(UUID.randomUUID(), now, null, reply.command(), reply.answer(partition, offset));
            send(new ProducerRecord<>(Topics.ANSWERS, reply.to(), MessageCodec.encode(answer)));
        }
    }

    private void commit() throws Aborted {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                // Still under way; asking again is the only way to learn how it ended.
                if (attempt == COMMIT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void abort(KafkaException cause) throws Aborted, Overtaken {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            throw e;
        }
        if (cause instanceof CommitFailedException || cause instanceof FencedInstanceIdException) {
            throw new Overtaken(cause);
        }
        throw new Aborted(cause);
    }
}
