// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static io.tablao.projector.Samples.added;
import static io.tablao.projector.Samples.registered;
import static io.tablao.projector.Samples.released;
import static io.tablao.projector.Samples.signedOn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.TopicLayout;
import io.tablao.event.Event;
import io.tablao.event.FarmEvent.TagChanged;
import io.tablao.event.FarmEvent.TagCreated;
import io.tablao.event.FarmEvent.TagDeleted;
import io.tablao.event.JobEvent.JobDeleted;
import io.tablao.event.JobEvent.JobDeletionRequested;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TaskSoftFailed;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.JobEvent.TasksChanged;
import io.tablao.event.JobEvent.WorkerBlocklisted;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.event.QueueEvent.QueueCreated;
import io.tablao.event.QueueEvent.QueueMeasured;
import io.tablao.event.Topics;
import io.tablao.event.WorkerEvent.SleepScheduleFollowed;
import io.tablao.event.WorkerEvent.SleepScheduleSet;
import io.tablao.event.WorkerEvent.WorkerDeleted;
import io.tablao.event.WorkerEvent.WorkerStatusRequested;
import io.tablao.event.WorkerEvent.WorkerTagsChanged;
import io.tablao.farm.TestInfrastructure;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.QueueId;
import io.tablao.model.SleepSchedule;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import io.tablao.model.WorkerTag;
import io.tablao.standalone.DatabaseAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The projection made anew from Kafka is, row by row, what it was. One method after another: they share the events. */
class RebuildIT {

    private static final KafkaSettings KAFKA = KafkaSettings.of(TestInfrastructure.kafka());
    private static final int SHARDS = TopicLayout.EMBEDDED.shards();
    private static final Duration SOON = Duration.ofSeconds(30);

    private final DatabaseAddress address = TestInfrastructure.newDatabase();
    private final ProjectedDatabase database = new ProjectedDatabase(address);
    private final LiveProjector projector = new LiveProjector();
    private int jobs;

    @AfterEach
    void end() throws InterruptedException {
        projector.stop();
        database.close();
    }

    @Test
    void the_projection_is_what_it_was() throws Exception {
        begin();
        happen(60);
        projector.awaitEnd();
        List<String> before = dump();

        // Killed on the way, at first: whoever comes next goes on where it was.
        AtomicLong all = new AtomicLong();
        assertThatThrownBy(() -> rebuild((done, of) -> {
                    all.set(of);
                    throw new IllegalStateException("Killed");
                }))
                .hasMessage("Killed");
        assertThat(dump()).isEqualTo(before);
        Rebuild.Result result = rebuild((done, of) -> {});

        assertThat(result.events()).isLessThan(all.get());
        assertThat(result.jobsCarriedOver()).isZero();
        assertThat(dump()).isEqualTo(before);
        assertThat(schemas()).doesNotContain("tablao_rebuild", "tablao_former");

        // Work goes on, and is projected, into the tables that have come.
        happen(20);
        projector.awaitEnd();
        assertThat(dump()).hasSizeGreaterThan(before.size());

        // Now the beginning is deleted, in the midst of jobs: they are carried over.
        deleteTheFirstHalf();
        before = dump();
        Rebuild.Result second = rebuild((done, of) -> {});

        assertThat(second.jobsCarriedOver()).isPositive();
        assertThat(dump()).isEqualTo(before);

        // And all of it while work goes on and somebody looks.
        Thread reader = readEndlessly();
        Thread work = Thread.ofPlatform().start(() -> happen(300));
        int rebuilds = 0;
        while (work.isAlive() || rebuilds < 2) {
            rebuild((done, of) -> {});
            rebuilds++;
        }
        work.join();
        reader.interrupt();
        reader.join();
        projector.awaitEnd();
        assertThat(readerProblem).isNull();
        before = dump();
        rebuild((done, of) -> {});
        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void another_farms_kafka_is_refused() throws Exception {
        begin();
        happen(1);
        projector.awaitEnd();
        projector.stop();
        database.rows("UPDATE projection_offset SET next_offset = 1000000000");
        List<String> before = dump();

        assertThatThrownBy(() -> rebuild((done, of) -> {}))
                .isInstanceOf(Rebuild.Refused.class)
                .hasMessageContaining("is it the Kafka of the same farm?");
        assertThat(dump()).isEqualTo(before);
    }

    /** Who reads on with a plan of before the exchange takes the tables one by one, as dropping them does. */
    @Test
    void whoever_reads_the_former_tables_holds_up_their_end_and_no_more() throws Exception {
        for (String held : List.of("one", "other")) {
            String wanted = held.equals("one") ? "other" : "one";
            try (Connection reader = connect();
                    Connection dropping = connect()) {
                execute(
                        dropping,
                        "CREATE SCHEMA tablao_former; CREATE TABLE tablao_former.one (); CREATE TABLE tablao_former.other ()");
                reader.setAutoCommit(false);
                execute(reader, "LOCK TABLE tablao_former." + held + " IN ACCESS SHARE MODE");

                CompletableFuture<Void> end = CompletableFuture.runAsync(() -> dropFormer(dropping));
                Awaitility.await()
                        .atMost(SOON)
                        .until(() -> database.rows(
                                                "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'")
                                        .size()
                                == 1);
                execute(reader, "SELECT FROM tablao_former." + wanted);
                reader.rollback();

                end.get(SOON.toSeconds(), TimeUnit.SECONDS);
                assertThat(schemas()).doesNotContain("tablao_former");
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(where().jdbcUrl(), address.user(), address.password());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void dropFormer(Connection connection) {
        try {
            new SecondSchema(where(), connection).dropFormer();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin() throws InterruptedException {
        try (Admin admin = Admin.create(KAFKA.admin())) {
            FarmTopics.ensure(admin, TopicLayout.EMBEDDED);
        }
        projector.start();
    }

    private Rebuild.Result rebuild(Rebuild.Progress progress) throws Exception {
        try (var rebuild = new Rebuild(KAFKA, where(), "test")) {
            return rebuild.run(progress);
        }
    }

    private Rebuild.Database where() {
        return new Rebuild.Database(
                address.host(), address.port(), address.database(), address.user(), address.password());
    }

    /** Jobs in every condition, their events mixed, in transactions. */
    @SuppressWarnings("FutureReturnValueIgnored") // A commit fails when a record before it has.
    private void happen(int count) {
        Map<String, Object> settings = KAFKA.producer();
        settings.put("transactional.id", "rebuild-it");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            List<List<Event>> lives = new ArrayList<>();
            for (int each = 0; each < count; each++) {
                lives.add(new ArrayList<>(life(jobs++)));
            }
            int seconds = 0;
            while (!lives.isEmpty()) {
                producer.beginTransaction();
                for (List<Event> life : lives) {
                    Event next = life.removeFirst();
                    int shard = Math.floorMod(next.entity().hashCode(), SHARDS);
                    byte[] value = MessageCodec.encode(EventLog.envelope(next, seconds++));
                    producer.send(new ProducerRecord<>(Topics.EVENTS, shard, null, value));
                }
                lives.removeIf(List::isEmpty);
                producer.commitTransaction();
            }
        }
    }

    private static List<Event> life(int number) {
        var job = new JobId(new UUID(11, number));
        var worker = new WorkerId(new UUID(12, number % 5));
        var queue = QueueId.of("type-" + number % 3);
        List<Event> life = new ArrayList<>(List.of(
                signedOn(worker, "worker " + number % 5),
                new QueueCreated(queue),
                new QueueMeasured(queue, number, 1, 2, 3),
                registered(job),
                added(job, 0, 40),
                new JobStatusChanged(job, JobStatus.UNDER_CONSTRUCTION, JobStatus.QUEUED, "Ready", null),
                released(job, 1, 0, 1, 2)));
        for (int index = 0; index < 3; index++) {
            life.add(new TaskStarted(new TaskKey(job, index), 1, worker, Samples.SESSION, EventLog.START));
        }
        life.add(new TaskCompleted(new TaskKey(job, 0), 1, worker, EventLog.START.plusSeconds(9)));
        life.add(new TaskSoftFailed(new TaskKey(job, 1), 1, worker, "No"));
        life.add(new WorkerBlocklisted(job, worker, "blender"));
        life.addAll(farmLife(number, worker));
        switch (number % 4) {
            case 0 ->
                life.add(new TasksChanged(
                        job, Set.of(TaskStatus.QUEUED, TaskStatus.ACTIVE), TaskStatus.CANCELED, "Canceled"));
            case 1 -> life.add(new TaskReturned(new TaskKey(job, 2), TaskStatus.QUEUED, true, "Lost"));
            case 2 -> life.add(new TaskCompleted(new TaskKey(job, 2), 1, worker, EventLog.START.plusSeconds(11)));
            default -> life.add(new JobStatusChanged(job, JobStatus.QUEUED, JobStatus.ACTIVE, "Began", null));
        }
        if (number % 5 == 1) {
            life.add(new WorkersUnblocked(job, Map.of(worker, Set.of("blender"))));
        }
        if (number % 6 == 2) {
            life.add(new JobDeletionRequested(job, EventLog.START.plusSeconds(20), "Not needed"));
            life.add(new JobDeleted(job, EventLog.START.plusSeconds(21)));
        }
        return life;
    }

    /** What happens to the farm and to workers meanwhile. */
    private static List<Event> farmLife(int number, WorkerId worker) {
        var tag = new WorkerTag(new UUID(13, number % 7).toString(), "tag " + number, "");
        var oneNight =
                new SleepSchedule(true, Set.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY), LocalTime.of(9, number % 60), null);
        return List.of(
                new TagCreated(tag),
                number % 2 == 0
                        ? new TagChanged(new WorkerTag(tag.id(), "changed " + number, "of " + number))
                        : new TagDeleted(tag.id()),
                new WorkerTagsChanged(worker, Set.of(tag.id())),
                new WorkerStatusRequested(worker, WorkerStatus.ASLEEP, true, "Night"),
                new SleepScheduleSet(worker, oneNight, EventLog.START.plusSeconds(number)),
                number % 9 == 4
                        ? new WorkerDeleted(worker, "Gone")
                        : new SleepScheduleFollowed(worker, EventLog.START.plusSeconds(2L * number)));
    }

    private static void deleteTheFirstHalf() throws Exception {
        try (Admin admin = Admin.create(KAFKA.admin());
                var consumer = consumer()) {
            Map<TopicPartition, RecordsToDelete> half = new HashMap<>();
            consumer.endOffsets(consumer.assignment())
                    .forEach((partition, end) -> half.put(partition, RecordsToDelete.beforeOffset(end / 2)));
            admin.deleteRecords(half).all().get();
        }
    }

    /**
     * All rows there are, deleted jobs being erased. Of the history of jobs the entries, since how many of them are packed into
     * a row depends on how many events were read at once.
     */
    private List<String> dump() {
        eraseDeleted();
        List<String> rows = new ArrayList<>();
        for (String table : database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                + " AND tablename NOT IN ('flyway_schema_history', 'job_history') ORDER BY 1")) {
            database.rows("SELECT row(t.*)::text FROM " + table + " t ORDER BY 1")
                    .forEach(row -> rows.add(table + row));
        }
        database.rows("""
                        SELECT job_id, (entry->>'p')::bigint, of_tasks, entry::text
                        FROM job_history, json_array_elements(entries::json) AS entry ORDER BY 1, 2
                        """).forEach(row -> rows.add("job_history " + row));
        database.rows("SELECT job_id, sum(events) FROM job_history GROUP BY job_id ORDER BY job_id")
                .forEach(row -> rows.add("events in job_history " + row));
        return rows;
    }

    private void eraseDeleted() {
        JobErasure erasure = database.erasure();
        for (var step = erasure.step().await().atMost(SOON);
                step.isPresent();
                step = erasure.step().await().atMost(SOON)) {
            if (step.get().nothingLeft()) {
                erasure.done(step.get().job(), EventLog.START).await().atMost(SOON);
            }
        }
    }

    private List<String> schemas() {
        return database.rows("SELECT nspname FROM pg_namespace");
    }

    private volatile Throwable readerProblem;

    /** As readers do: the same statements again and again, prepared once. */
    private Thread readEndlessly() {
        return Thread.ofPlatform().start(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    assertThat(database.prepared("SELECT count(*) FROM job JOIN task ON task.job_id = job.id"))
                            .isNotEqualTo("0");
                    database.prepared("SELECT count(*) FROM runnable_tasks");
                }
            } catch (RuntimeException | AssertionError e) {
                if (!Thread.currentThread().isInterrupted()) {
                    readerProblem = e;
                }
            }
        });
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = KAFKA.consumer();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", 200);
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(Topics.EVENTS).stream()
                .map(each -> new TopicPartition(Topics.EVENTS, each.partition()))
                .toList());
        return consumer;
    }

    /** The projector of a farm, as far as the database sees it. */
    private final class LiveProjector {

        private final Thread thread = new Thread(this::run, "live-projector");
        private final TopicProjection<Event> projection =
                database.projection(Topics.EVENTS, Event.class, EventsListener::plan, new ArrayList<>());
        private volatile boolean stopping;

        void start() {
            thread.start();
        }

        void stop() throws InterruptedException {
            stopping = true;
            thread.join();
        }

        private void run() {
            try (var consumer = consumer()) {
                projection.assigned(consumer, consumer.assignment());
                while (!stopping) {
                    var records = consumer.poll(Duration.ofMillis(50));
                    if (!records.isEmpty()) {
                        projection.project(records).await().atMost(SOON);
                    }
                }
            }
        }

        /** Until all that is written is projected. */
        void awaitEnd() {
            Awaitility.await().atMost(SOON).until(() -> {
                try (var consumer = consumer()) {
                    return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                            // The last offset is the mark of a transaction.
                            .allMatch(end -> projection.position(end.getKey().partition()) >= end.getValue() - 1);
                }
            });
        }
    }
}
