// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.event.Command;
import io.tablao.event.FarmCommand;
import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.RosterCommand;
import io.tablao.event.Topics;
import io.tablao.event.WorkerCommand;
import io.tablao.model.QueueId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Delivers some messages a second time, at once or much later.
 *
 * <p>Not what a scheduler writes for another one, which travels with its offsets in transactions; and not what a person asks
 * for, since the same request once more is another request.
 */
final class Redelivery implements AutoCloseable {

    private static final List<String> TOPICS = List.of(
            Topics.SUBMISSIONS, Topics.COMMANDS, Topics.INBOX, Topics.TASK_LOGS, Topics.tasks(QueueId.of("misc")));

    private static final String AGAIN = "again";
    private static final int PERCENT = 10;
    private static final int LATEST_MILLIS = 8_000;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Random random;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("redelivery-later").factory());
    private final Thread thread =
            Thread.ofPlatform().daemon().name("redelivery").unstarted(this::listen);
    private final AtomicInteger delivered = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    Redelivery(long seed, String kafka) {
        random = new Random(seed);
        Map<String, Object> reading = KafkaSettings.of(kafka).consumer();
        reading.put("isolation.level", "read_committed");
        reading.put("enable.auto.commit", false);
        reading.put("auto.offset.reset", "earliest");
        reading.put("metadata.max.age.ms", 1_000);
        consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> writing = KafkaSettings.of(kafka).producer();
        writing.put("delivery.timeout.ms", Integer.MAX_VALUE);
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** How many messages were delivered once more. */
    int count() {
        return delivered.get();
    }

    private void listen() {
        try (consumer) {
            while (closing.getCount() > 0) {
                assignWhatIsThere();
                for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
                    if (message.headers().lastHeader(AGAIN) == null
                            && mayComeTwice(message)
                            && random.nextInt(100) < PERCENT) {
                        var unused = later.schedule(
                                () -> deliver(message),
                                random.nextBoolean() ? 0 : random.nextInt(LATEST_MILLIS),
                                TimeUnit.MILLISECONDS);
                    }
                }
            }
        } catch (WakeupException e) {
            // Closing.
        }
    }

    /** The topic of a task type comes with the first worker. */
    private void assignWhatIsThere() {
        if (consumer.assignment().stream().map(TopicPartition::topic).distinct().count() == TOPICS.size()) {
            return;
        }
        var known = consumer.listTopics(Duration.ofMinutes(1));
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> known.getOrDefault(topic, List.of()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.size() > consumer.assignment().size()) {
            consumer.assign(partitions);
        }
    }

    private static boolean mayComeTwice(ConsumerRecord<byte[], byte[]> message) {
        if (!message.topic().equals(Topics.COMMANDS)) {
            return true;
        }
        return switch (MessageCodec.decode(message.value(), Command.class).body()) {
            case JobCommand.Report report -> true;
            case JobCommand.RegisterJob register -> true;
            case JobCommand.AddTasks add -> true;
            case JobCommand.SealJob seal -> true;
            case JobCommand.FailCompilation fail -> true;
            case JobCommand other -> false;
            case WorkerCommand.SignOnWorker on -> true;
            case WorkerCommand.SignOffWorker off -> true;
            case WorkerCommand.Heartbeat beat -> true;
            case WorkerCommand.ReportWorkerStatus report -> true;
            case WorkerCommand other -> false;
            case QueueCommand.DeclineOffer decline -> true;
            case QueueCommand other -> false;
            case RosterCommand other -> false;
            case FarmCommand other -> false;
        };
    }

    private void deliver(ConsumerRecord<byte[], byte[]> message) {
        var again = new ProducerRecord<>(message.topic(), message.partition(), message.key(), message.value());
        again.headers().add(new RecordHeader(AGAIN, "yes".getBytes(StandardCharsets.UTF_8)));
        var unused = producer.send(again, (metadata, failure) -> {
            if (failure == null) {
                delivered.incrementAndGet();
            }
        });
    }

    /** Nothing comes twice from now on. */
    @Override
    public void close() {
        closing.countDown();
        later.shutdownNow();
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(10));
    }
}
