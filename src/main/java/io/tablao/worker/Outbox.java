// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Envelope;
import io.tablao.event.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Delivers what the workers of this process say, in its order, through outages of Kafka however long. Whoever says something
 * never waits: during an outage no task begins, so what piles up is bounded by what the running tasks may still say. Of
 * things that change again and again, only the newest waits.
 */
final class Outbox implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /** @param delivered told whether Kafka has it */
    private record Letter(ProducerRecord<String, byte[]> message, Consumer<Boolean> delivered) {}

    private final Producer<String, byte[]> producer;
    private final InstantSource clock;
    private final Duration grace;

    /** An empty one is the last. */
    private final BlockingQueue<Optional<Letter>> letters = new LinkedBlockingQueue<>();

    private final Thread postman =
            Thread.ofPlatform().daemon().name("worker-outbox").unstarted(this::post);

    /** Guards the two below. */
    private final Object lock = new Object();

    private final Set<Object> underWay = new HashSet<>();
    private final Map<Object, Letter> newest = new HashMap<>();

    /** @param grace how long closing waits for what was not delivered yet */
    Outbox(Producer<String, byte[]> producer, InstantSource clock, Duration grace) {
        this.producer = producer;
        this.clock = clock;
        this.grace = grace;
        postman.start();
    }

    /** A producer that gives nothing up. */
    static Producer<String, byte[]> producer(KafkaSettings kafka) {
        Map<String, Object> properties = new HashMap<>(kafka.producer());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        // A start and an end are waited for; there is nothing to gather.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * @param delivered told, on a thread that must not be held up, that Kafka has the message (true), or that it never will
     *     (false), which is a mistake in the farm's set-up
     */
    void say(String topic, Message message, Consumer<Boolean> delivered) {
        send(new Letter(record(topic, message), delivered));
    }

    void say(String topic, Message message) {
        say(topic, message, done -> {});
    }

    /** Says it when nothing else of the subject is under way; until then a newer one takes its place. */
    void sayLatest(Object subject, String topic, Message message) {
        var letter = new Letter(record(topic, message), done -> next(subject));
        synchronized (lock) {
            if (!underWay.add(subject)) {
                newest.put(subject, letter);
                return;
            }
        }
        send(letter);
    }

    /** What waits to be said of the subject does not matter any more. */
    void forget(Object subject) {
        synchronized (lock) {
            newest.remove(subject);
        }
    }

    /** Delivers what it has, for a bounded time. */
    @Override
    public void close() {
        letters.add(Optional.empty());
        long deadline = System.nanoTime() + grace.toNanos();
        try {
            postman.join(grace);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private void send(Letter letter) {
        letters.add(Optional.of(letter));
    }

    private void next(Object subject) {
        Letter next;
        synchronized (lock) {
            next = newest.remove(subject);
            if (next == null) {
                underWay.remove(subject);
                return;
            }
        }
        send(next);
    }

    private ProducerRecord<String, byte[]> record(String topic, Message message) {
        var envelope = new Envelope<>(UUID.randomUUID(), clock.instant(), null, null, message);
        return new ProducerRecord<>(topic, message.key(), MessageCodec.encode(envelope));
    }

    /** On a thread of its own, since the producer blocks while it does not know the topic or its buffer is full. */
    private void post() {
        try {
            for (var letter = letters.take(); letter.isPresent(); letter = letters.take()) {
                post(letter.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(Letter letter) {
        try {
            var unused = producer.send(letter.message(), (metadata, failure) -> {
                if (failure == null) {
                    letter.delivered().accept(true);
                } else {
                    undeliverable(letter, failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            undeliverable(letter, e);
        }
    }

    private static void undeliverable(Letter letter, Exception failure) {
        LOG.errorf(
                "A message about %s could not be sent to %s: %s",
                letter.message().key(), letter.message().topic(), failure);
        letter.delivered().accept(false);
    }
}
