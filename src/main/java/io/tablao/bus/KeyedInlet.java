// SPDX-License-Identifier: Apache-2.0
package io.tablao.bus;

import io.tablao.event.Envelope;
import io.tablao.event.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a topic brings for certain keys from now on, each message once, in order for each key. It reads just the
 * partitions of these keys, with no consumer group.
 *
 * <p>A loop on the plain client, since a channel cannot say when it is positioned: whoever asks something must be listening
 * before the answer can have come, and what came before its time is none of its business.
 */
public final class KeyedInlet<M extends Message> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KeyedInlet.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final String topic;
    private final Class<M> family;
    private final Set<String> keys;
    private final Consumer<Envelope<M>> listener;
    private final Thread thread;
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** The next offset to read of each partition; empty until positioned. Only the loop's thread touches it. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /**
     * @param family the messages that the topic carries
     * @param keys whose messages are heard; others in the same partitions are passed over
     * @param listener called on the inlet's own thread; while it works, the inlet reads nothing
     */
    public KeyedInlet(
            KafkaSettings kafka, String topic, Class<M> family, Set<String> keys, Consumer<Envelope<M>> listener) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("An inlet of " + topic + " needs a key");
        }
        this.kafka = kafka;
        this.topic = topic;
        this.family = family;
        this.keys = Set.copyOf(keys);
        this.listener = listener;
        this.thread = new Thread(this::run, "inlet-" + topic);
        this.thread.setDaemon(true);
    }

    /**
     * Begins to listen, and goes on through outages of the broker, however long, until closed.
     *
     * @return completes when the inlet is positioned: it hears whatever is written from then on. While the broker or the
     *     topic is not there it waits; closing it completes this exceptionally.
     */
    public CompletionStage<Void> start() {
        thread.start();
        return positioned.minimalCompletionStage();
    }

    /** Whether it listens already; it never ceases to, until closed. */
    public boolean isPositioned() {
        return positioned.isDone() && !positioned.isCompletedExceptionally();
    }

    /** Stops listening. The listener is not called any more when this returns, unless it is the listener that closes. */
    @Override
    public void close() {
        closing.countDown();
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        if (Thread.currentThread() != thread && thread.isAlive()) {
            try {
                thread.join(CLOSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        positioned.completeExceptionally(new IllegalStateException("The inlet of " + topic + " is closed"));
    }

    private void run() {
        boolean reported = false;
        while (!isClosing()) {
            try (var reading = new KafkaConsumer<byte[], byte[]>(properties())) {
                consumer = reading;
                if (isClosing()) {
                    return;
                }
                if (positions.isEmpty()) {
                    position(reading);
                    positioned.complete(null);
                } else {
                    reading.assign(positions.keySet());
                    positions.forEach(reading::seek);
                }
                if (reported) {
                    LOG.infof("Listening to %s again; nothing was missed", topic);
                    reported = false;
                }
                read(reading);
            } catch (WakeupException e) {
                LOG.tracef("The inlet of %s was woken up, to close", topic);
            } catch (KafkaException e) {
                if (!reported) {
                    LOG.warnf("Cannot listen to %s now: %s. Trying again until it works", topic, e.getMessage());
                    reported = true;
                }
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void position(KafkaConsumer<byte[], byte[]> reading) {
        var all = reading.partitionsFor(topic);
        if (all.isEmpty()) {
            throw new KafkaException("the topic is not there yet");
        }
        var ours = new HashSet<TopicPartition>();
        for (String key : keys) {
            ours.add(new TopicPartition(topic, Partitioning.of(key, all.size())));
        }
        reading.assign(ours);
        // Asked for at once, not when the first poll gets to it, as seekToEnd would.
        positions.putAll(reading.endOffsets(ours));
        positions.forEach(reading::seek);
    }

    private void read(KafkaConsumer<byte[], byte[]> reading) {
        while (!isClosing()) {
            try {
                for (ConsumerRecord<byte[], byte[]> message : reading.poll(POLL)) {
                    positions.put(new TopicPartition(topic, message.partition()), message.offset() + 1);
                    if (isClosing()) {
                        return;
                    }
                    hear(message);
                }
            } catch (OffsetOutOfRangeException e) {
                catchUp(reading, List.copyOf(e.partitions()));
            }
        }
    }

    /** What was deleted before we read it is lost to us; whoever waits for it has a time-out. */
    private void catchUp(KafkaConsumer<byte[], byte[]> reading, List<TopicPartition> partitions) {
        reading.beginningOffsets(partitions).forEach((partition, first) -> {
            LOG.warnf(
                    "%s does not hold offset %d any more: reading on from %d; messages between them are lost",
                    partition, positions.get(partition), first);
            positions.put(partition, first);
            reading.seek(partition, first);
        });
    }

    // A listener's failure must not end the listening: that one message fails, and whoever waits for it has a time-out.
    private void hear(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null || !keys.contains(new String(message.key(), StandardCharsets.UTF_8))) {
            return;
        }
        try {
            listener.accept(MessageCodec.decode(message.value(), family));
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "Message at %s-%d, offset %d, was left aside: %s",
                    topic,
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }

    private Map<String, Object> properties() {
        var properties = kafka.consumer();
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return properties;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.tracef("The inlet of %s closes", topic);
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }
}
