// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Envelope;
import io.tablao.event.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages that belong together: all of them, or none. What waits is sent in one transaction, so that many senders
 * cost hardly more than one.
 *
 * <p>A producer of its own on a thread of its own, since a channel's transactions exclude each other: a second sender would be
 * turned away while the first one's transaction is open.
 */
public final class TransactionalOutlet implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TransactionalOutlet.class);
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 200;
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
    private static final Parcel CLOSING = new Parcel(List.of(), Long.MAX_VALUE);

    /** One message, and where it goes; its key decides on the partition. */
    public record Outgoing(String topic, Envelope<? extends Message> envelope) {}

    /** What is sent together. */
    private static final class Parcel {
        final List<ProducerRecord<byte[], byte[]>> records;
        final long deadline;
        final CompletableFuture<Void> sent = new CompletableFuture<>();

        Parcel(List<ProducerRecord<byte[], byte[]>> records, long deadline) {
            this.records = records;
            this.deadline = deadline;
        }
    }

    private final KafkaSettings kafka;
    private final String transactionalId;
    private final Duration patience;
    private final BlockingQueue<Parcel> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;
    private volatile boolean closed;

    /** Only the loop's thread touches it; null: to be made for the next transaction. */
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /**
     * @param transactionalId the same after a restart, so that a transaction which a killed process left open ends at once,
     *     and nobody else's
     * @param patience how long a message may take before its sender is told that Kafka is away
     */
    public TransactionalOutlet(KafkaSettings kafka, String transactionalId, Duration patience) {
        this.kafka = kafka;
        this.transactionalId = transactionalId;
        this.patience = patience;
        this.thread = new Thread(this::run, "outlet-" + transactionalId);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * @return completes when all of the messages are in Kafka for good, or exceptionally with {@link KafkaAway}: then none of
     *     them is, unless the connection broke in the very end. Never blocks.
     */
    public CompletionStage<Void> send(List<Outgoing> messages) {
        if (closed) {
            return CompletableFuture.failedFuture(new KafkaAway("This process is ending", null));
        }
        var parcel = new Parcel(
                messages.stream().map(TransactionalOutlet::encoded).toList(), System.nanoTime() + patience.toNanos());
        if (!waiting.offer(parcel)) {
            return CompletableFuture.failedFuture(
                    new KafkaAway(MOST_WAITING + " messages wait for Kafka already", null));
        }
        return parcel.sent.minimalCompletionStage();
    }

    /** Sends what waits, as long as Kafka takes it, and ends. */
    @Override
    public void close() {
        closed = true;
        if (!waiting.offer(CLOSING)) {
            thread.interrupt();
        }
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failAll(List.copyOf(waiting), new KafkaAway("This process is ending", null));
    }

    private void run() {
        List<Parcel> batch = new ArrayList<>();
        try {
            while (!batch.contains(CLOSING)) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                deliver(batch.stream().filter(parcel -> parcel != CLOSING).toList());
            }
        } catch (InterruptedException e) {
            LOG.debugf("%s was interrupted, to close", transactionalId);
        } finally {
            discardProducer(patience);
            failAll(batch, new KafkaAway("This process is ending", null));
        }
    }

    private void deliver(List<Parcel> batch) throws InterruptedException {
        List<Parcel> left = batch;
        while (true) {
            long now = System.nanoTime();
            failAll(
                    left.stream().filter(parcel -> parcel.deadline <= now).toList(),
                    new KafkaAway("Kafka did not take the message within " + patience.toSeconds() + " s", null));
            left = left.stream().filter(parcel -> parcel.deadline > now).toList();
            if (left.isEmpty()) {
                return;
            }
            KafkaProducer<byte[], byte[]> open;
            try {
                open = transaction(left);
            } catch (RuntimeException | ExecutionException e) {
                // Nothing is committed, so it can be tried again; the next producer aborts what this one left open.
                LOG.warnf("Kafka did not take %d messages of %s: %s", left.size(), transactionalId, reason(e));
                discardProducer(Duration.ZERO);
                TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
                continue;
            }
            commit(open, left);
            return;
        }
    }

    private KafkaProducer<byte[], byte[]> transaction(List<Parcel> batch)
            throws InterruptedException, ExecutionException {
        var open = producer();
        open.beginTransaction();
        List<Future<RecordMetadata>> sends = new ArrayList<>();
        for (Parcel parcel : batch) {
            for (var message : parcel.records) {
                sends.add(open.send(message));
            }
        }
        open.flush();
        for (var send : sends) {
            send.get();
        }
        return open;
    }

    private static ProducerRecord<byte[], byte[]> encoded(Outgoing message) {
        byte[] key = message.envelope().body().key().getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(message.topic(), key, MessageCodec.encode(message.envelope()));
    }

    private void commit(KafkaProducer<byte[], byte[]> open, List<Parcel> batch) {
        try {
            open.commitTransaction();
            batch.forEach(parcel -> parcel.sent.complete(null));
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Whether Kafka took %d messages of %s is not known; their senders are told so: %s",
                    batch.size(), transactionalId, reason(e));
            discardProducer(Duration.ZERO);
            failAll(batch, new KafkaAway("The connection to Kafka broke while it took the message", e));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        var ready = producer;
        if (ready == null) {
            ready = new KafkaProducer<>(properties());
            producer = ready;
            ready.initTransactions();
        }
        return ready;
    }

    private void discardProducer(Duration atMost) {
        var former = producer;
        producer = null;
        if (former != null) {
            former.close(atMost);
        }
    }

    private static void failAll(List<Parcel> parcels, KafkaAway why) {
        parcels.forEach(parcel -> parcel.sent.completeExceptionally(why));
    }

    private static String reason(Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof ProducerFencedException
                ? "another process uses the same name; every process needs its own " + ProcessName.PROPERTY
                : String.valueOf(cause.getMessage());
    }

    private Map<String, Object> properties() {
        long most = Math.max(1_000, patience.toMillis());
        Map<String, Object> properties = new HashMap<>(kafka.producer());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        // Somebody waits for each of them.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, most);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) most / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) most);
        return properties;
    }
}
