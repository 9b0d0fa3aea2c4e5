// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tablao.bus.FarmTopics;
import io.tablao.bus.KafkaSettings;
import io.tablao.bus.MessageCodec;
import io.tablao.bus.ProcessName;
import io.tablao.bus.Roles;
import io.tablao.bus.ShardLoop;
import io.tablao.bus.ShareGroup;
import io.tablao.bus.TopicLayout;
import io.tablao.event.Answer;
import io.tablao.event.Dispatch;
import io.tablao.event.Event;
import io.tablao.event.JobCommand.AddTasks;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.RegisterJob;
import io.tablao.event.JobCommand.RequestJobStatus;
import io.tablao.event.JobCommand.SealJob;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.JobEvent;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.TaskCompleted;
import io.tablao.event.JobEvent.TasksReleased;
import io.tablao.event.Notice;
import io.tablao.event.Topics;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.event.WorkerEvent.WorkerLost;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.scheduler.entity.Rules;
import io.tablao.standalone.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler on a real broker; the test plays api, compiler and worker. */
class SchedulerIT {

    private static final TopicLayout LAYOUT = TopicLayout.EMBEDDED;

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static KafkaSettings settings;

    private final WorkerId worker = new WorkerId(UUID.randomUUID());
    private final SessionId session = new SessionId(UUID.randomUUID());
    private final JobId job = new JobId(UUID.randomUUID());
    private final String type = "type-" + UUID.randomUUID();
    private Scheduler scheduler;
    private Wire wire;

    @BeforeAll
    static void startBroker() throws InterruptedException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        settings = KafkaSettings.of(kafka.bootstrapServers());
        try (Admin admin = Admin.create(settings.admin())) {
            FarmTopics.ensure(admin, LAYOUT);
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        wire = new Wire(settings);
        scheduler = new Scheduler();
    }

    @AfterEach
    void stop() {
        scheduler.close();
        wire.close();
    }

    @Test
    void a_job_travels_from_its_submission_to_its_completion() {
        signOn();
        submit(task(0), task(1, 0));

        Dispatch first = wire.next(
                Topics.tasks(QueueId.of(type)),
                Dispatch.class,
                dispatch -> dispatch.task().job().equals(job));
        assertThat(first.task().index()).isZero();
        run(first);
        Dispatch second = wire.next(
                Topics.tasks(QueueId.of(type)),
                Dispatch.class,
                dispatch -> dispatch.task().index() == 1);
        run(second);

        wire.next(
                Topics.EVENTS,
                Event.class,
                event -> event instanceof JobStatusChanged changed
                        && changed.job().equals(job)
                        && changed.to() == JobStatus.COMPLETED);
    }

    @Test
    void a_scheduler_that_comes_after_another_goes_on_where_it_was() {
        signOn();
        submit(task(0), task(1, 0));
        Dispatch first = wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, dispatch -> true);
        start(first);
        scheduler.close();

        scheduler = new Scheduler();
        wire.send(new FinishTask(first.task(), first.attempt(), worker, session));
        Dispatch second = wire.next(
                Topics.tasks(QueueId.of(type)),
                Dispatch.class,
                dispatch -> dispatch.task().index() == 1);
        run(second);

        wire.next(
                Topics.EVENTS,
                Event.class,
                event -> event instanceof JobStatusChanged changed
                        && changed.job().equals(job)
                        && changed.to() == JobStatus.COMPLETED);
    }

    @Test
    void a_report_delivered_twice_has_one_effect() {
        signOn();
        submit(task(0));
        Dispatch dispatch = wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, any -> true);
        start(dispatch);
        var finish = new FinishTask(dispatch.task(), dispatch.attempt(), worker, session);
        wire.send(finish);
        wire.send(finish);
        wire.ask(new RequestJobStatus(job, JobStatus.PAUSE_REQUESTED, "to see the end of what came before"));

        assertThat(wire.all(Topics.EVENTS, Event.class).stream()
                        .filter(event -> event instanceof TaskCompleted completed
                                && completed.task().equals(dispatch.task())))
                .hasSize(1);
    }

    @Test
    void a_dispatch_that_workers_keep_giving_back_is_made_anew() throws Exception {
        try (Admin admin = Admin.create(settings.admin())) {
            ShareGroup.configure(admin, ShareGroup.WORKERS);
        }
        signOn();
        submit(task(0));
        TaskKey task = new TaskKey(job, 0);
        try (var reluctant =
                ShareGroup.join(settings, ShareGroup.WORKERS, List.of(Topics.tasks(QueueId.of(type))), 1)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (var record : reluctant.poll(Duration.ofMillis(20))) {
                    boolean first = MessageCodec.decode(record.value(), Dispatch.class)
                                    .body()
                                    .attempt()
                            == 1;
                    reluctant.acknowledge(record, first ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                    reluctant.commitSync();
                }
                return !dead(task).isEmpty();
            });
        }

        var listener = new DeadDispatchesListener(
                settings, new ProcessName(Optional.of("test")), new Roles(List.of("scheduler")));
        try {
            for (int delivery = 0; delivery < 2; delivery++) {
                for (var each : dead(task)) {
                    listener.hear(each).await().atMost(Duration.ofSeconds(20));
                }
            }
        } finally {
            listener.close();
        }

        Dispatch anew = wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, dispatch -> dispatch.attempt() > 1);
        assertThat(anew).isEqualTo(new Dispatch(QueueId.of(type), task, 2));
        wire.ask(new RequestJobStatus(job, JobStatus.PAUSE_REQUESTED, "to see the end of what came before"));
        assertThat(wire.all(Topics.tasks(QueueId.of(type)), Dispatch.class)).hasSize(2);
    }

    @Test
    void nobody_is_missed_when_the_machine_has_slept() {
        signOn();
        submit(task(0));
        start(wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, any -> true));

        scheduler.clock.ahead = Duration.ofHours(8);
        // Whatever was due at the awakening is decided by then.
        wire.ask(new RequestJobStatus(job, JobStatus.PAUSE_REQUESTED, "the first after the night"));
        wire.ask(new RequestJobStatus(job, JobStatus.PAUSE_REQUESTED, "the second"));

        assertThat(lost()).isEmpty();
    }

    private List<WorkerLost> lost() {
        return wire.all(Topics.EVENTS, Event.class).stream()
                .filter(WorkerLost.class::isInstance)
                .map(WorkerLost.class::cast)
                .filter(event -> event.worker().equals(worker))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> dead(TaskKey task) {
        return wire.records(Topics.DEAD_DISPATCHES).stream()
                .filter(each -> MessageCodec.decode(each.value(), Dispatch.class)
                        .body()
                        .task()
                        .equals(task))
                .toList();
    }

    @Test
    void who_waits_is_told_where_the_event_lies_or_why_it_was_refused() {
        signOn();
        submit(task(0));

        Answer canceled = wire.ask(new RequestJobStatus(job, JobStatus.CANCEL_REQUESTED, "not wanted any more"));
        assertThat(canceled).isInstanceOfSatisfying(Answer.Accepted.class, accepted -> {
            assertThat(accepted.partition()).isNotNull();
            assertThat(wire.at(Topics.EVENTS, Event.class, accepted.partition(), accepted.offset()))
                    .isInstanceOfSatisfying(
                            JobEvent.class, last -> assertThat(last.job()).isEqualTo(job));
        });

        Answer paused = wire.ask(new RequestJobStatus(job, JobStatus.PAUSE_REQUESTED, "too late"));
        assertThat(paused)
                .isInstanceOfSatisfying(
                        Answer.Rejected.class,
                        rejected -> assertThat(rejected.refusal().message()).contains("canceled"));
    }

    @Test
    void urgent_jobs_of_all_shards_come_before_what_has_waited_for_longer_and_the_older_one_first() {
        signOn();
        submit(job, 20, task(0), task(1), task(2));
        Dispatch running = wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, any -> true);
        start(running);
        List<JobId> urgent = Stream.generate(() -> new JobId(UUID.randomUUID()))
                .limit(2L * LAYOUT.shards())
                .toList();
        for (JobId each : urgent) {
            submit(each, 80, task(0));
            wire.next(
                    Topics.EVENTS,
                    Event.class,
                    event -> event instanceof TasksReleased released
                            && released.job().equals(each));
        }

        wire.send(new FinishTask(running.task(), running.attempt(), worker, session));
        List<JobId> order = new ArrayList<>();
        for (int each = 0; each <= urgent.size(); each++) {
            Dispatch next = wire.next(Topics.tasks(QueueId.of(type)), Dispatch.class, any -> true);
            order.add(next.task().job());
            run(next);
        }

        assertThat(order).startsWith(urgent.toArray(JobId[]::new)).last().isEqualTo(job);
    }

    private void signOn() {
        wire.send(new SignOnWorker(
                worker, session, new WorkerProfile("anna", "linux", "test", Set.of(type), Set.of(), false)));
        wire.next(
                Topics.INBOX,
                Notice.class,
                notice -> notice instanceof Notice.SignedOn on && on.session().equals(session));
    }

    private void submit(TaskDefinition... tasks) {
        submit(job, 50, tasks);
    }

    private void submit(JobId job, int priority, TaskDefinition... tasks) {
        wire.send(new RegisterJob(
                job,
                new JobSubmission(
                        "a job",
                        "test",
                        null,
                        priority,
                        JsonText.EMPTY_OBJECT,
                        Map.of(),
                        "linux",
                        null,
                        null,
                        JobStatus.QUEUED)));
        wire.send(new AddTasks(job, "compilation", 0, List.of(tasks)));
        wire.send(new SealJob(job, "compilation", tasks.length, JsonText.EMPTY_OBJECT, Map.of(), "hash"));
    }

    private TaskDefinition task(int index, Integer... dependencies) {
        return new TaskDefinition(
                index,
                "task " + index,
                type,
                50,
                List.of(dependencies),
                List.of(new TaskCommand("echo", new JsonText("{\"message\":\"hello\"}"), 0)));
    }

    private void start(Dispatch dispatch) {
        TaskKey task = dispatch.task();
        wire.send(new StartTask(task, dispatch.attempt(), worker, session));
        wire.next(
                Topics.INBOX,
                Notice.class,
                notice -> notice instanceof Notice.Granted granted
                        && granted.task().equals(task));
    }

    private void run(Dispatch dispatch) {
        start(dispatch);
        wire.send(new FinishTask(dispatch.task(), dispatch.attempt(), worker, session));
    }

    /** One process's scheduler, as the stage puts it together. */
    private static final class Scheduler implements AutoCloseable {
        private final MovingClock clock = new MovingClock();
        private final QueueTopics topics = new QueueTopics(settings, LAYOUT, clock);
        private final ShardLoop loop;

        Scheduler() {
            var observer = new SchedulerObserver(new SimpleMeterRegistry(), topics, LAYOUT.shards());
            loop = new ShardLoop(settings, "test", new ShardKeeper(LAYOUT.shards(), Rules.DEFAULT, observer), clock);
            loop.start();
        }

        @Override
        public void close() {
            loop.close();
            topics.close();
        }
    }

    /** The system's, moved by a test. */
    private static final class MovingClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
