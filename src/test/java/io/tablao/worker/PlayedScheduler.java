// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static org.awaitility.Awaitility.await;

import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.TopicLayout;
import io.tablao.event.Command;
import io.tablao.event.Dispatch;
import io.tablao.event.Envelope;
import io.tablao.event.JobCommand.Report;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Notice;
import io.tablao.event.Topics;
import io.tablao.event.WorkerCommand.ReportWorkerStatus;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Plays the scheduler towards workers: hears what they say from now on, and says what a test wants. */
final class PlayedScheduler implements AutoCloseable {

    static final QueueId QUEUE = QueueId.of("misc");

    private static final TopicLayout LAYOUT = new TopicLayout(2, 1, 1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaSettings kafka;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("played-scheduler").unstarted(this::hear);
    private volatile boolean closing;

    PlayedScheduler(KafkaSettings kafka) throws Exception {
        this.kafka = kafka;
        try (Admin admin = Admin.create(kafka.admin())) {
            FarmTopics.ensure(admin, LAYOUT);
            FarmTopics.ensureQueue(admin, LAYOUT, QUEUE);
        }
        producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                new HashMap<>(kafka.consumer()), new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = new ArrayList<TopicPartition>();
        for (String topic : List.of(Topics.COMMANDS, Topics.TASK_LOGS)) {
            consumer.partitionsFor(topic).forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
        }
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        thread.start();
    }

    /** Waits for a sign-on that was not answered yet, and answers it. */
    SignOnWorker welcome() {
        SignOnWorker on = next(SignOnWorker.class, each -> true);
        tell(new Notice.SignedOn(on.worker(), on.session(), WorkerStatus.AWAKE, Set.of()));
        return on;
    }

    /** Waits for a command, and takes it away: the same one is not seen twice. */
    <C extends Command> C next(Class<C> type, Predicate<C> which) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> heard.stream()
                                .filter(type::isInstance)
                                .map(type::cast)
                                .filter(which)
                                .findFirst(),
                        found -> found.map(heard::remove).orElse(false))
                .orElseThrow();
    }

    <R extends Report> R next(Class<R> type, TaskKey task) {
        return next(type, report -> report.task().equals(task));
    }

    /** Whether a report was heard that no {@code next} took away. */
    boolean hasHeard(Class<? extends Report> type, TaskKey task) {
        return heard.stream()
                .anyMatch(
                        each -> type.isInstance(each) && type.cast(each).task().equals(task));
    }

    List<LogChunk> logOf(TaskKey task) {
        return heard.stream()
                .filter(LogChunk.class::isInstance)
                .map(LogChunk.class::cast)
                .filter(chunk -> chunk.task().equals(task))
                .toList();
    }

    void tell(Notice notice) {
        send(Topics.INBOX, notice);
    }

    void ask(SignOnWorker worker, WorkerStatus status, boolean lazy) {
        tell(new Notice.ChangeStatus(worker.worker(), worker.session(), status, lazy));
    }

    /** Waits until the worker says that it has the status. */
    void obeyed(SignOnWorker worker, WorkerStatus status) {
        next(
                ReportWorkerStatus.class,
                report -> report.session().equals(worker.session()) && report.status() == status);
    }

    /** With the topic of the queue, which a scheduler would have made. */
    void dispatch(QueueId queue, TaskKey task) throws Exception {
        try (Admin admin = Admin.create(kafka.admin())) {
            FarmTopics.ensureQueue(admin, LAYOUT, queue);
        }
        send(Topics.tasks(queue), new Dispatch(queue, task, 1));
    }

    void dispatch(TaskKey task) {
        send(Topics.tasks(QUEUE), new Dispatch(QUEUE, task, 1));
    }

    void offer(SignOnWorker to, TaskKey task) {
        tell(new Notice.Offered(
                to.worker(), to.session(), QUEUE, task, 1, Instant.now().plusSeconds(30)));
    }

    void grant(Report start, TaskCommand... commands) {
        var definition = new TaskDefinition(start.task().index(), "task", "misc", 50, List.of(), List.of(commands));
        tell(new Notice.Granted(
                start.worker(),
                start.session(),
                start.task(),
                start.attempt(),
                "job",
                "a-type",
                50,
                definition,
                Variables.NONE));
    }

    static TaskCommand echo(String message) {
        return new TaskCommand("echo", new JsonText("{\"message\":\"" + message + "\"}"), 1);
    }

    static TaskCommand shell(String script) {
        return new TaskCommand("exec", new JsonText("{\"exe\":\"sh\",\"args\":[\"-c\",\"" + script + "\"]}"), 1);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        producer.close();
    }

    private void send(String topic, Message message) {
        var envelope = new Envelope<>(UUID.randomUUID(), Instant.now(), null, null, message);
        var unused = producer.send(new ProducerRecord<>(topic, message.key(), MessageCodec.encode(envelope)));
        producer.flush();
    }

    private void hear() {
        while (!closing) {
            consumer.poll(Duration.ofMillis(50))
                    .forEach(each -> heard.add(
                            MessageCodec.decode(each.value(), Message.class).body()));
        }
    }
}
