// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import static io.tablao.worker.PlayedScheduler.QUEUE;
import static io.tablao.worker.PlayedScheduler.echo;
import static io.tablao.worker.PlayedScheduler.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tablao.bus.KafkaSettings;
import io.tablao.event.JobCommand.FailTask;
import io.tablao.event.JobCommand.FinishTask;
import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.JobCommand.StartTask;
import io.tablao.event.LogChunk;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand.DeclineOffer;
import io.tablao.event.WorkerCommand.Heartbeat;
import io.tablao.event.WorkerCommand.HeldAttempt;
import io.tablao.event.WorkerCommand.SignOffWorker;
import io.tablao.event.WorkerCommand.SignOnWorker;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerStatus;
import io.tablao.standalone.EmbeddedKafka;
import io.tablao.worker.command.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real broker, which is theirs alone, since all farms use the same names of topics and groups. */
class WorkersIT {

    @TempDir
    static Path kafkaFolder;

    private static EmbeddedKafka kafka;

    @TempDir
    Path folder;

    private final TaskKey task = new TaskKey(new JobId(UUID.randomUUID()), 0);
    private final TaskKey other = new TaskKey(task.job(), 1);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private PlayedScheduler scheduler;
    private Workers workers;
    private SignOnWorker anna;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(kafkaFolder);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void signOn() throws Exception {
        scheduler = new PlayedScheduler(settings());
        workers = start(folder, "anna");
        anna = scheduler.welcome();
        await().until(workers::areSignedOn);
    }

    @AfterEach
    void signOff() {
        workers.close();
        scheduler.close();
    }

    @Test
    void introducesItself() {
        assertThat(anna.profile().name()).isEqualTo("anna-1");
        assertThat(anna.profile().taskTypes()).containsExactly("misc");
        assertThat(anna.profile().software()).isEqualTo("Tablao test");

        Heartbeat beat = scheduler.next(Heartbeat.class, each -> true);
        assertThat(beat).isEqualTo(new Heartbeat(anna.worker(), anna.session(), List.of()));
    }

    @Test
    void runsWhatIsDispatchedAndGranted() {
        for (TaskKey each : List.of(task, other)) {
            scheduler.dispatch(each);
            StartTask start = scheduler.next(StartTask.class, each);
            assertThat(start).isEqualTo(new StartTask(each, 1, anna.worker(), anna.session()));
            scheduler.grant(start, echo("Hello from " + each.index()));
            assertThat(scheduler.next(FinishTask.class, each))
                    .isEqualTo(new FinishTask(each, 1, anna.worker(), anna.session()));
        }
        await().untilAsserted(
                        () -> assertThat(log(other)).contains("Hello from 1").contains("Task completed"));
        assertThat(registry.counter("tablao.worker.tasks", "type", "misc", "outcome", "completed")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void reportsWhatFails() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("echo too bad; exit 3"));

        assertThat(scheduler.next(FailTask.class, task).message())
                .contains("exec")
                .contains("3");
        await().untilAsserted(() -> assertThat(log(task)).contains("too bad").contains("Task failed"));
    }

    @Test
    void takesTheNextTaskWhenItIsRefusedOne() {
        scheduler.dispatch(task);
        StartTask start = scheduler.next(StartTask.class, task);
        scheduler.tell(new Notice.Refused(start.worker(), start.session(), task, 1, "The job was canceled"));

        scheduler.dispatch(other);
        scheduler.next(StartTask.class, other);
    }

    @Test
    void asksAgainWhenTheSchedulerDoesNotAnswer() {
        scheduler.dispatch(task);
        scheduler.next(StartTask.class, task);
        scheduler.grant(scheduler.next(StartTask.class, task), echo("At last"));
        scheduler.next(FinishTask.class, task);
    }

    @Test
    void tellsHowFarItIsAndWhatItRuns() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), echo("one"), echo("two"), shell("sleep 4"));

        assertThat(scheduler.next(ReportProgress.class, task).steps()).isEqualTo(2);
        Heartbeat beat = scheduler.next(Heartbeat.class, each -> !each.running().isEmpty());
        assertThat(beat.running()).containsExactly(new HeldAttempt(task, 1));
        // While it runs, and not only at its end.
        assertThat(log(task)).contains("two");
        assertThat(scheduler.hasHeard(FinishTask.class, task)).isFalse();
        scheduler.next(FinishTask.class, task);
    }

    @Test
    void stopsATaskWithAllItsProcessesAndReportsNothing() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 300 & sleep 300"));
        List<ProcessHandle> sleeping = awaitSleepers();

        scheduler.tell(new Notice.StopTask(anna.worker(), anna.session(), task, 1, "The job was canceled"));

        await().until(() -> sleeping.stream().noneMatch(ProcessHandle::isAlive));
        scheduler.dispatch(other);
        scheduler.next(StartTask.class, other);
        await().untilAsserted(() -> assertThat(log(task)).contains("Task stopped: The job was canceled"));
        assertThat(scheduler.hasHeard(FinishTask.class, task)).isFalse();
        assertThat(scheduler.hasHeard(FailTask.class, task)).isFalse();
    }

    @Test
    void runsWhatItIsOfferedWhenItIsFreeAndDeclinesWhenItIsNot() {
        scheduler.offer(anna, task);
        StartTask start = scheduler.next(StartTask.class, task);
        scheduler.grant(start, shell("sleep 2"));
        awaitSleepers();

        scheduler.offer(anna, other);
        assertThat(scheduler.next(DeclineOffer.class, each -> true))
                .isEqualTo(new DeclineOffer(QUEUE, other, 1, anna.worker()));
        scheduler.next(FinishTask.class, task);
    }

    @Test
    void leavesWhatIsDispatchedToOthersWhileItRunsWhatItWasOffered() {
        scheduler.offer(anna, task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 300"));
        awaitSleepers();

        try (Workers others = start(folder.resolve("others"), "berta")) {
            SignOnWorker berta = scheduler.welcome();
            await().until(others::areSignedOn);
            for (int index = 1; index <= 3; index++) {
                TaskKey next = new TaskKey(task.job(), index);
                scheduler.dispatch(next);
                StartTask start = scheduler.next(StartTask.class, next);
                assertThat(start.worker()).isEqualTo(berta.worker());
                scheduler.grant(start, echo("Hello"));
                scheduler.next(FinishTask.class, next);
            }
        }
    }

    @Test
    void signsOnAgainWhenItsSessionIsOver() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 300"));
        List<ProcessHandle> sleeping = awaitSleepers();

        scheduler.tell(new Notice.SessionEnded(anna.worker(), anna.session(), "The worker was lost"));

        SignOnWorker again = scheduler.welcome();
        assertThat(again.worker()).isEqualTo(anna.worker());
        assertThat(again.session()).isNotEqualTo(anna.session());
        await().until(() -> sleeping.stream().noneMatch(ProcessHandle::isAlive));
        scheduler.dispatch(other);
        assertThat(scheduler.next(StartTask.class, other).session()).isEqualTo(again.session());
    }

    @Test
    void goesToSleepAfterItsTaskAndWakes() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 2; echo done"));
        awaitSleepers();

        scheduler.ask(anna, WorkerStatus.ASLEEP, true);

        scheduler.next(FinishTask.class, task);
        scheduler.obeyed(anna, WorkerStatus.ASLEEP);
        scheduler.dispatch(other);
        // Asleep, it lives.
        for (int beats = 0; beats < 2; beats++) {
            scheduler.next(Heartbeat.class, beat -> beat.running().isEmpty());
        }
        assertThat(scheduler.hasHeard(StartTask.class, other)).isFalse();

        scheduler.ask(anna, WorkerStatus.AWAKE, false);
        scheduler.obeyed(anna, WorkerStatus.AWAKE);
        scheduler.next(StartTask.class, other);
    }

    @Test
    void goesToSleepAtOnceAndReportsNothingOfTheTaskThatItStops() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 300"));
        List<ProcessHandle> sleeping = awaitSleepers();

        scheduler.ask(anna, WorkerStatus.ASLEEP, false);

        scheduler.obeyed(anna, WorkerStatus.ASLEEP);
        // At once: from now on the task may run elsewhere.
        assertThat(sleeping).noneMatch(Processes::runs);
        assertThat(scheduler.hasHeard(FinishTask.class, task)).isFalse();
        assertThat(scheduler.hasHeard(FailTask.class, task)).isFalse();
    }

    @Test
    void signsOffWhenItIsPutOfflineAndComesBackWhenItIsCalled() {
        scheduler.ask(anna, WorkerStatus.OFFLINE, false);
        scheduler.next(SignOffWorker.class, off -> off.session().equals(anna.session()));
        assertThat(workers.areSignedOn()).as("the process is as it should be").isTrue();

        scheduler.ask(anna, WorkerStatus.AWAKE, false);
        SignOnWorker again = scheduler.welcome();
        assertThat(again.worker()).isEqualTo(anna.worker());
        assertThat(again.session()).isNotEqualTo(anna.session());
        scheduler.dispatch(task);
        scheduler.next(StartTask.class, task);
    }

    @Test
    void beginsAnotherSessionWhenItIsToldToRestart() {
        assertThat(anna.profile().canRestart()).isTrue();
        scheduler.ask(anna, WorkerStatus.RESTART, false);
        SignOnWorker again = scheduler.welcome();
        assertThat(again.session()).isNotEqualTo(anna.session());
        scheduler.dispatch(task);
        assertThat(scheduler.next(StartTask.class, task).session()).isEqualTo(again.session());
    }

    @Test
    void listensToTheQueuesOfTheTagsThatItCarries() throws Exception {
        var tagged = new QueueId("misc", UUID.randomUUID().toString());
        scheduler.dispatch(tagged, task);
        scheduler.dispatch(other);
        scheduler.grant(scheduler.next(StartTask.class, other), echo("of no tag"));
        scheduler.next(FinishTask.class, other);
        assertThat(scheduler.hasHeard(StartTask.class, task)).isFalse();

        scheduler.tell(new Notice.ChangeTags(anna.worker(), anna.session(), Set.of(tagged.tag())));
        scheduler.grant(scheduler.next(StartTask.class, task), echo("of the tag"));
        scheduler.next(FinishTask.class, task);

        scheduler.tell(new Notice.ChangeTags(anna.worker(), anna.session(), Set.of()));
        TaskKey third = new TaskKey(task.job(), 3);
        scheduler.dispatch(third);
        scheduler.grant(scheduler.next(StartTask.class, third), echo("of no tag again"));
        scheduler.next(FinishTask.class, third);
        TaskKey fourth = new TaskKey(task.job(), 4);
        scheduler.dispatch(tagged, fourth);
        for (int beats = 0; beats < 3; beats++) {
            scheduler.next(Heartbeat.class, beat -> true);
        }
        assertThat(scheduler.hasHeard(StartTask.class, fourth)).isFalse();
    }

    @Test
    void losesNothingWhenKafkaIsAwayForAWhile() {
        scheduler.dispatch(task);
        scheduler.grant(
                scheduler.next(StartTask.class, task), shell("for i in $(seq 1 40); do echo line $i; sleep 0.1; done"));
        await().untilAsserted(() -> assertThat(log(task)).contains("line 1\n"));

        int port = Integer.parseInt(kafka.bootstrapServers().split(":", -1)[1]);
        kafka.close();
        // The task ends meanwhile.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> registry.counter("tablao.worker.tasks", "type", "misc", "outcome", "completed")
                                .count()
                        == 1);
        kafka = EmbeddedKafka.start(kafkaFolder, port);

        scheduler.next(FinishTask.class, task);
        await().untilAsserted(() -> assertThat(log(task)).contains("line 40\n").contains("Task completed"));
        assertThat(scheduler.logOf(task).stream().map(LogChunk::sequence))
                .containsExactlyElementsOf(
                        IntStream.range(0, scheduler.logOf(task).size()).boxed().toList());
        scheduler.dispatch(other);
        scheduler.next(StartTask.class, other);
    }

    @Test
    void endsWhatRunsAndSignsOffWhenTheProcessEnds() {
        scheduler.dispatch(task);
        scheduler.grant(scheduler.next(StartTask.class, task), shell("sleep 300"));
        List<ProcessHandle> sleeping = awaitSleepers();

        workers.close();

        await().until(() -> sleeping.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(scheduler.next(SignOffWorker.class, each -> true))
                .isEqualTo(new SignOffWorker(anna.worker(), anna.session()));
        assertThat(scheduler.hasHeard(FailTask.class, task)).isFalse();
        workers = start(folder, "anna");
        assertThat(scheduler.welcome().worker()).isEqualTo(anna.worker());
    }

    private List<ProcessHandle> awaitSleepers() {
        return await().until(
                        () -> ProcessHandle.current()
                                .descendants()
                                .filter(each -> each.info().command().orElse("").contains("sleep"))
                                .toList(),
                        found -> !found.isEmpty());
    }

    private String log(TaskKey of) {
        return scheduler.logOf(of).stream().map(LogChunk::text).collect(Collectors.joining());
    }

    private Workers start(Path own, String name) {
        WorkerConfig config = WorkerConfigTest.of(Map.of(
                "tablao.worker.count", "1",
                "tablao.worker.name", name,
                "tablao.worker.task-types", "misc",
                "tablao.worker.heartbeat-interval", "1s"));
        var started = new Workers(settings(), config, own, "Tablao test", registry);
        started.start();
        return started;
    }

    private static KafkaSettings settings() {
        return KafkaSettings.of(kafka.bootstrapServers());
    }
}
