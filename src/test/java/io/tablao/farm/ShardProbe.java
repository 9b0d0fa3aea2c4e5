// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm;

import io.tablao.bus.KafkaSettings;
import io.tablao.bus.KeyedInlet;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.Partitioning;
import io.tablao.event.Answer;
import io.tablao.event.EntityKey;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand;
import io.tablao.event.Topics;
import io.tablao.model.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Asks every shard, twenty times a second, something that it can only refuse, and notes when it does: how long nothing is
 * decided, and whether everything is decided once.
 */
final class ShardProbe implements AutoCloseable {

    private static final long EVERY_MILLIS = 50;

    private record Question(Instant sent, AtomicInteger answers, AtomicLong waitedMillis) {}

    private final String name = "probe-" + UUID.randomUUID();
    private final KafkaProducer<String, byte[]> producer;
    private final KeyedInlet<Answer> answers;
    private final List<JobId> unknownJobs;
    private final Map<UUID, Question> questions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    ShardProbe(KafkaSettings kafka, int shards) {
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        unknownJobs = IntStream.range(0, shards)
                .mapToObj(shard -> Stream.generate(() -> new JobId(UUID.randomUUID()))
                        .filter(job -> Partitioning.of(EntityKey.of(job), shards) == shard)
                        .findFirst()
                        .orElseThrow())
                .toList();
        answers = new KeyedInlet<>(kafka, Topics.ANSWERS, Answer.class, Set.of(name), this::hear);
        answers.start().toCompletableFuture().join();
        var unused = clockwork.scheduleAtFixedRate(this::ask, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        for (JobId job : unknownJobs) {
            var command = new JobCommand.ChangeJobPriority(job, 50);
            var envelope = new Envelope<>(UUID.randomUUID(), Instant.now(), name, null, command);
            questions.put(envelope.id(), new Question(envelope.time(), new AtomicInteger(), new AtomicLong()));
            var unused =
                    producer.send(new ProducerRecord<>(Topics.COMMANDS, command.key(), MessageCodec.encode(envelope)));
        }
    }

    private void hear(Envelope<Answer> answer) {
        Question question = questions.get(answer.body().command());
        if (question.answers().incrementAndGet() == 1) {
            question.waitedMillis()
                    .set(Duration.between(question.sent(), Instant.now()).toMillis());
        }
    }

    /** Whether everything that was asked before that moment is answered. */
    boolean isAnsweredUntil(Instant moment) {
        return questions.values().stream()
                .filter(question -> question.sent().isBefore(moment))
                .allMatch(question -> question.answers().get() > 0);
    }

    /** The longest that a question waited which was asked from that moment on. */
    Duration longestWaitSince(Instant moment) {
        return Duration.ofMillis(questions.values().stream()
                .filter(question -> !question.sent().isBefore(moment))
                .mapToLong(question -> question.waitedMillis().get())
                .max()
                .orElse(0));
    }

    /** How often the questions were answered that were answered most and least often. */
    List<Integer> answersOfEach() {
        return questions.values().stream()
                .map(question -> question.answers().get())
                .distinct()
                .sorted()
                .toList();
    }

    /** Asks nothing any more. */
    void stop() {
        clockwork.shutdown();
        producer.flush();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
        answers.close();
        producer.close();
    }
}
