// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Topics;
import io.tablao.worker.KeptReports.Kept;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
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
 * never waits for Kafka. Three kinds are told apart:
 *
 * <ul>
 *   <li>How attempts end, and their logs, outlive the process: they are in {@link KeptReports} before they are sent, and what
 *       a process leaves there is delivered by the next one, before anything else.
 *   <li>Of heartbeats and progress only the newest waits, in memory: after the end of the process nobody needs them, since
 *       the attempt is over then.
 *   <li>Questions of a session (sign-on, start) wait in memory, since the session ends with the process; during an outage
 *       there is one of them a worker.
 * </ul>
 *
 * <p>So what waits in memory is bounded by the number of workers, and what waits on disk by a limit, beyond which log chunks
 * are refused; ends of attempts never are, and there is one a worker during an outage, as no task begins in it.
 */
final class Outbox implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /** Longer than this without a delivery, and Kafka is away: what waits is then made to outlive the machine, too. */
    private static final Duration AWAY = Duration.ofSeconds(1);

    private sealed interface Content {
        record InMemory(ProducerRecord<String, byte[]> message) implements Content {}

        record OnDisk(Kept report) implements Content {}
    }

    /**
     * @param leftover from an earlier process, which stays on disk if Kafka refuses it
     * @param delivered told whether Kafka has it
     */
    private record Letter(Content content, boolean leftover, Consumer<Boolean> delivered) {}

    private final Producer<String, byte[]> producer;
    private final KeptReports kept;
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

    private final CompletableFuture<Void> leftoversDelivered;
    private final AtomicInteger undelivered = new AtomicInteger();

    /** When Kafka took something last, or something began to wait: nanoseconds of the system's timer. */
    private volatile long lastMoved = System.nanoTime();

    private volatile boolean diskFails;

    /** @param grace how long closing waits for what was not delivered yet */
    Outbox(Producer<String, byte[]> producer, KeptReports kept, InstantSource clock, Duration grace) {
        this.producer = producer;
        this.kept = kept;
        this.clock = clock;
        this.grace = grace;
        List<CompletableFuture<Void>> leftovers = new ArrayList<>();
        for (Kept leftover : kept.leftovers()) {
            var tried = new CompletableFuture<Void>();
            leftovers.add(tried);
            send(new Letter(new Content.OnDisk(leftover), true, done -> tried.complete(null)));
        }
        leftoversDelivered = CompletableFuture.allOf(leftovers.toArray(CompletableFuture<?>[]::new));
        if (!leftovers.isEmpty()) {
            LOG.infof("An earlier run has left %d reports, which are delivered first", leftovers.size());
            var unused = leftoversDelivered.thenRun(() -> LOG.info("What an earlier run had left was delivered"));
        }
        postman.start();
    }

    /**
     * Completes when Kafka has everything that an earlier process left. No worker may sign on before: its new session makes
     * void what the older one reports afterwards, a finished task too.
     */
    CompletionStage<Void> leftoversDelivered() {
        return leftoversDelivered.minimalCompletionStage();
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
        send(inMemory(topic, message, delivered));
    }

    void say(String topic, Message message) {
        say(topic, message, done -> {});
    }

    /** Says it when nothing else of the subject is under way; until then a newer one takes its place. */
    void sayLatest(Object subject, String topic, Message message) {
        var letter = inMemory(topic, message, done -> next(subject));
        synchronized (lock) {
            if (!underWay.add(subject)) {
                newest.put(subject, letter);
                return;
            }
        }
        send(letter);
    }

    /**
     * Says how an attempt ended: never lost, never left out.
     *
     * @param delivered as in {@link #say}
     */
    void sayEnd(Command end, Consumer<Boolean> delivered) {
        send(new Letter(keep(record(Topics.COMMANDS, end)), false, delivered));
    }

    /**
     * Ships a chunk of a log.
     *
     * @param last of its attempt, which is taken even when there is no room
     * @return false when there is no room for it, so that it is lost
     */
    boolean ship(LogChunk chunk, boolean last) {
        ProducerRecord<String, byte[]> message = record(Topics.TASK_LOGS, chunk);
        if (!last && (!kept.hasRoomFor(message.value().length) || (diskFails && isKafkaAway()))) {
            return false;
        }
        send(new Letter(keep(message), false, done -> {}));
        return true;
    }

    /** To be called twice a second. */
    void tick() {
        if (isKafkaAway()) {
            try {
                kept.force();
            } catch (IOException e) {
                diskFails(e);
            }
        }
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
        kept.close();
    }

    private void send(Letter letter) {
        if (undelivered.getAndIncrement() == 0) {
            lastMoved = System.nanoTime();
        }
        letters.add(Optional.of(letter));
    }

    private Letter inMemory(String topic, Message message, Consumer<Boolean> delivered) {
        return new Letter(new Content.InMemory(record(topic, message)), false, delivered);
    }

    private Content keep(ProducerRecord<String, byte[]> message) {
        try {
            Kept report = kept.keep(message);
            diskFails = false;
            return new Content.OnDisk(report);
        } catch (IOException e) {
            diskFails(e);
            return new Content.InMemory(message);
        }
    }

    private void diskFails(IOException failure) {
        if (!diskFails) {
            LOG.errorf(
                    "Reports cannot be kept on disk (%s): they wait for Kafka in memory, and would be lost with this process",
                    failure);
        }
        diskFails = true;
    }

    private boolean isKafkaAway() {
        return undelivered.get() > 0 && System.nanoTime() - lastMoved > AWAY.toNanos();
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
        ProducerRecord<String, byte[]> message;
        try {
            message = message(letter);
        } catch (IOException e) {
            LOG.errorf("A report cannot be read back and is not delivered: %s", e.getMessage());
            tried(letter, false);
            return;
        }
        try {
            var unused = producer.send(message, (metadata, failure) -> {
                if (failure != null) {
                    undeliverable(message, failure);
                }
                tried(letter, failure == null);
            });
        } catch (KafkaException | IllegalStateException e) {
            undeliverable(message, e);
            tried(letter, false);
        }
    }

    private ProducerRecord<String, byte[]> message(Letter letter) throws IOException {
        return switch (letter.content()) {
            case Content.InMemory waiting -> waiting.message();
            case Content.OnDisk waiting -> kept.read(waiting.report());
        };
    }

    private void tried(Letter letter, boolean delivered) {
        lastMoved = System.nanoTime();
        undelivered.decrementAndGet();
        // Whoever said it is told and may say it again; a leftover has nobody but the next process.
        if (letter.content() instanceof Content.OnDisk onDisk && (delivered || !letter.leftover())) {
            kept.delivered(onDisk.report());
        }
        letter.delivered().accept(delivered);
    }

    private static void undeliverable(ProducerRecord<String, byte[]> message, Exception failure) {
        LOG.errorf("A message about %s could not be sent to %s: %s", message.key(), message.topic(), failure);
    }
}
