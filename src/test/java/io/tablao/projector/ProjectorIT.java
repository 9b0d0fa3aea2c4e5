// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.restassured.RestAssured.get;
import static io.tablao.projector.Samples.ANNA;
import static io.tablao.projector.Samples.added;
import static io.tablao.projector.Samples.registered;
import static io.tablao.projector.Samples.released;
import static io.tablao.projector.Samples.signedOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.tablao.bus.MessageCodec;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.LogChunk;
import io.tablao.event.Message;
import io.tablao.event.Topics;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.readmodel.JobFilter;
import io.tablao.readmodel.JobQueries;
import io.tablao.readmodel.JobRow;
import io.tablao.readmodel.LogQueries;
import io.tablao.readmodel.ProjectionWatch;
import io.tablao.readmodel.TaskQueries;
import io.tablao.readmodel.WorkerQueries;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The projector as a process runs it: from Kafka's transactions to what readers find. */
@QuarkusTest
@TestProfile(ProjectorIT.OnlyTheProjector.class)
@WithTestResource(SwitchableServers.class)
class ProjectorIT {

    /** A process with one role. */
    public static final class OnlyTheProjector implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tablao.roles", "projector",
                    "mp.messaging.incoming.compiler-submissions.enabled", "false",
                    "mp.messaging.incoming.scheduler-dead-dispatches.enabled", "false",
                    "tablao.projector.longest-pause", "1s",
                    "tablao.projector.lag-interval", "200ms");
        }
    }

    private static final Duration SOON = Duration.ofSeconds(60);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    JobQueries jobs;

    @Inject
    TaskQueries tasks;

    @Inject
    WorkerQueries workers;

    @Inject
    LogQueries logs;

    @Inject
    ProjectionWatch watch;

    @Inject
    MeterRegistry metrics;

    Consumer<Boolean> postgresPower;

    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void begin() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "transactional.id", "projector-it"),
                new StringSerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterEach
    void end() {
        producer.close();
    }

    @Test
    void readers_find_what_happened() throws Exception {
        JobId job = new JobId(UUID.randomUUID());
        TaskKey task = new TaskKey(job, 0);
        WorkerId worker = new WorkerId(UUID.randomUUID());
        write(Topics.TASK_LOGS, new LogChunk(task, 1, 0, "one\n"), new LogChunk(task, 1, 1, "two\n"));
        write(Topics.EVENTS, signedOn(worker, "anna"));
        // All of a job lies in one partition.
        RecordMetadata last = write(
                Topics.EVENTS,
                registered(job),
                added(job, 3),
                released(job, 1, 0, 1),
                new TaskStarted(task, 1, worker, Samples.SESSION, EventLog.START),
                new TaskSoftFailed(task, 1, worker, "No memory"),
                new WorkerBlocklisted(job, worker, "misc"),
                new TaskStarted(task, 2, worker, Samples.SESSION, EventLog.START.plusSeconds(9)));

        watch.passed(last.partition(), last.offset(), SOON).await().atMost(SOON);

        JobRow row = read(() -> jobs.find(job)).orElseThrow();
        assertThat(row.status).isEqualTo(JobStatus.UNDER_CONSTRUCTION);
        assertThat(row.taskCount).isEqualTo(3);
        assertThat(row.activeTasks).isEqualTo(1);
        assertThat(read(() -> jobs.list(new JobFilter(
                        Set.of(JobStatus.UNDER_CONSTRUCTION),
                        Map.of("project", "Sprite%"),
                        Map.of("frames", "1-%"),
                        List.of(JobFilter.Order.PRIORITY, JobFilter.Order.CREATED),
                        0,
                        JobFilter.LARGEST_PAGE))))
                .extracting(found -> found.id)
                .contains(job.value());
        assertThat(read(() -> jobs.countByStatus())).containsKey(JobStatus.UNDER_CONSTRUCTION);
        assertThat(read(() -> tasks.ofJob(job, 1, 10)))
                .extracting(found -> found.index)
                .containsExactly(1, 2);
        assertThat(read(() -> tasks.ofJob(job, Set.of(TaskStatus.ACTIVE), 0, 10)))
                .extracting(found -> found.index)
                .containsExactly(0);
        assertThat(read(() -> tasks.find(task.taskId())).orElseThrow().key()).isEqualTo(task);
        var definition = read(() -> tasks.definition(new TaskKey(job, 1))).orElseThrow();
        assertThat(definition.dependencies).containsExactly(0);
        assertThat(definition.commands).contains("duration_in_seconds");
        assertThat(read(() -> tasks.attempts(task)))
                .extracting(attempt -> attempt.outcome)
                .containsExactly(TaskStatus.SOFT_FAILED, null);
        assertThat(read(() -> tasks.runnable())).contains(new TaskQueries.RunnableTasks("blender", null, 1));
        await().atMost(SOON).until(() -> read(() -> workers.find(worker)).isPresent());
        assertThat(read(() -> workers.find(worker)).orElseThrow().taskTypes).containsExactly("blender", "misc");
        assertThat(read(() -> tasks.failures(task)))
                .containsExactly(new TaskQueries.FailedBy(worker.value(), "anna", EventLog.START.plusSeconds(4)));
        assertThat(read(() -> jobs.blocklist(job)))
                .containsExactly(new JobQueries.Blocked(worker.value(), "anna", "misc"));
        assertThat(read(() -> tasks.activeOf(worker)).orElseThrow().index).isZero();
        assertThat(read(() -> tasks.activeOf(List.of(worker.value())))).containsKey(worker.value());
        assertThat(read(() -> tasks.lastOf(worker)).orElseThrow().index).isZero();
        assertThat(read(() -> workers.names(List.of(worker.value())))).containsValue("anna");
        await().atMost(SOON).until(() -> read(() -> logs.size(task)) == 8);
        assertThat(read(() -> logs.tail(task, 8))).isEqualTo("one\ntwo\n");
        assertThat(read(() -> logs.tail(task, 1))).isEqualTo("two\n");
    }

    @Test
    void nothing_is_lost_while_the_database_is_away() throws Exception {
        JobId job = new JobId(UUID.randomUUID());
        int count = 300;
        RecordMetadata first = write(Topics.EVENTS, registered(job), added(job, count));
        watch.passed(first.partition(), first.offset(), SOON).await().atMost(SOON);

        postgresPower.accept(false);
        RecordMetadata last = first;
        for (int index = 0; index < count; index++) {
            TaskKey task = new TaskKey(job, index);
            last = write(
                    Topics.EVENTS,
                    new TaskStarted(task, 1, ANNA, Samples.SESSION, EventLog.START),
                    new TaskCompleted(task, 1, ANNA, EventLog.START));
        }
        watch.passed(last.partition(), last.offset(), Duration.ofMillis(200))
                .await()
                .atMost(SOON);
        get("/q/health/ready").then().statusCode(200);
        postgresPower.accept(true);

        watch.passed(last.partition(), last.offset(), SOON).await().atMost(SOON);
        JobRow row = read(() -> jobs.find(job)).orElseThrow();
        assertThat(row.completedTasks).isEqualTo(count);
        assertThat(row.stepsCompleted).isEqualTo(3L * count);
        await().atMost(SOON)
                .until(() -> metrics.get("tablao.projection.lag")
                                .tag("topic", Topics.EVENTS)
                                .gauge()
                                .value()
                        == 0);
    }

    @Test
    void another_projector_comes_and_goes() throws Exception {
        List<JobId> ours =
                Stream.generate(() -> new JobId(UUID.randomUUID())).limit(12).toList();
        for (JobId job : ours) {
            write(Topics.EVENTS, registered(job));
        }
        var settings = Map.<String, Object>of(
                "bootstrap.servers", kafka, "group.id", "tablao-projector-events", "auto.offset.reset", "earliest");
        try (var other = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            other.subscribe(List.of(Topics.EVENTS));
            await().atMost(SOON).until(() -> {
                other.poll(Duration.ofMillis(100));
                return !other.assignment().isEmpty();
            });
            for (JobId job : ours) {
                write(Topics.EVENTS, added(job, 2));
            }
        }

        for (JobId job : ours) {
            RecordMetadata last = write(
                    Topics.EVENTS, new TaskStarted(new TaskKey(job, 0), 1, ANNA, Samples.SESSION, EventLog.START));
            watch.passed(last.partition(), last.offset(), SOON).await().atMost(SOON);
            JobRow row = read(() -> jobs.find(job)).orElseThrow();
            assertThat(row.taskCount).isEqualTo(2);
            assertThat(row.activeTasks).isEqualTo(1);
        }
    }

    /** In one transaction, and all to the partition of the first message's key. */
    private RecordMetadata write(String topic, Message... messages) throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        Future<RecordMetadata> last = null;
        for (int i = 0; i < messages.length; i++) {
            byte[] value = MessageCodec.encode(EventLog.envelope(messages[i], i));
            last = producer.send(new ProducerRecord<>(topic, messages[i].key(), value));
        }
        producer.commitTransaction();
        return last.get();
    }

    private static <T> T read(Supplier<Uni<T>> query) {
        try {
            return VertxContextSupport.subscribeAndAwait(query);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
