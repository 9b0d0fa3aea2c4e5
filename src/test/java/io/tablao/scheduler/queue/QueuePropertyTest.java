// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static io.tablao.scheduler.queue.QueueTrial.QUEUE;
import static io.tablao.scheduler.queue.QueueTrial.START;
import static io.tablao.scheduler.queue.QueueTrial.durable;
import static io.tablao.scheduler.queue.QueueTrial.job;
import static io.tablao.scheduler.queue.QueueTrial.member;
import static io.tablao.scheduler.queue.QueueTrial.worker;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuePart.QueueEntry;
import io.tablao.event.QueuePart.QueueRun;
import io.tablao.event.QueuedTask;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a queue: it holds what it was given, in order; the window is kept and filled; nothing goes out twice
 * with one attempt; what is rolled back is as before; what is recovered is as it was.
 */
class QueuePropertyTest {

    private static final int ROUNDS = 40;
    private static final int STEPS = 250;
    private static final int JOBS = 4;
    private static final int WORKERS = 6;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void hold(long seed) {
        int sent = 0;
        for (int round = 0; round < ROUNDS; round++) {
            sent += new Course(new Random(seed * 1_000 + round)).run();
        }
        assertThat(sent).as("dispatches and offers, lest nothing was tried").isGreaterThan(ROUNDS * STEPS / 10);
    }

    /** One random course of events, with a model of what must be in the queue. */
    private static final class Course {
        private final Random random;
        private final QueueTrial trial = new QueueTrial();
        private final Map<TaskKey, Integer> held = new HashMap<>();
        private final Map<TaskKey, Integer> newest = new HashMap<>();
        private final Map<JobId, Integer> priorities = new HashMap<>();
        private final Set<String> dispatched = new HashSet<>();
        private boolean ready;

        Course(Random random) {
            this.random = random;
        }

        int run() {
            int sent = 0;
            for (int step = 0; step < STEPS; step++) {
                trial.after(Duration.ofMillis(random.nextInt(4_000)));
                QueueCommand command = command();
                if (random.nextInt(4) == 0) {
                    trial.rollBack(command);
                }
                trial.when(command);
                sent += trial.sent().size();
                expect(command);
                if (trial.state != null) {
                    check(trial.queue());
                    if (random.nextInt(10) == 0) {
                        recover();
                    }
                }
            }
            return sent;
        }

        private QueueCommand command() {
            return switch (random.nextInt(12)) {
                case 0, 1, 2 -> enqueue();
                case 3 -> take(anyOut());
                case 4 -> take(anyTask());
                case 5, 6 -> free();
                case 7 -> decline();
                case 8 -> roster();
                case 9 -> new QueueCommand.ExpireDispatches(QUEUE);
                case 10 ->
                    switch (random.nextInt(7)) {
                        case 0 -> new QueueCommand.DequeueJob(QUEUE, anyJob());
                        case 1 -> reprioritize();
                        case 2 -> new QueueCommand.ForgetJob(QUEUE, anyJob());
                        case 3 -> withdraw();
                        case 4 ->
                            new QueueCommand.AdmitWorkers(
                                    QUEUE,
                                    anyJob(),
                                    Set.of(anyWorker()),
                                    Map.of(random.nextInt(12), Set.of(anyWorker())));
                        default -> new QueueCommand.MeasureQueue(QUEUE);
                    };
                default ->
                    ready || random.nextInt(5) > 0
                            ? new QueueCommand.PrepareQueue(QUEUE)
                            : new QueueCommand.QueueReady(QUEUE);
            };
        }

        private QueueCommand enqueue() {
            JobId job = anyJob();
            Map<Integer, QueuedTask> tasks = new TreeMap<>();
            for (int count = random.nextInt(5); count >= 0; count--) {
                int index = random.nextInt(12);
                var task = new TaskKey(job, index);
                int attempt = newest.getOrDefault(task, 0) + (random.nextInt(6) == 0 ? 0 : 1);
                tasks.put(index, new QueuedTask(index, Math.max(1, attempt), 50 + random.nextInt(3)));
            }
            Set<WorkerId> avoid = new HashSet<>();
            for (int count = random.nextInt(3) - 1; count >= 0; count--) {
                avoid.add(anyWorker());
            }
            return new QueueCommand.EnqueueTasks(
                    QUEUE,
                    job,
                    priorities.computeIfAbsent(job, any -> random.nextInt(3)),
                    START.plusSeconds(job.value().getLeastSignificantBits() % 2),
                    List.copyOf(tasks.values()),
                    avoid);
        }

        private QueueCommand take(TaskKey task) {
            return new QueueCommand.TakeTask(QUEUE, task, Math.max(1, newest.getOrDefault(task, 1)), anyWorker());
        }

        private QueueCommand free() {
            List<QueueRun> runs = trial.state == null
                    ? List.of()
                    : new ArrayList<>(trial.queue().runs());
            var ran = Duration.ofMillis(random.nextBoolean() ? 10 : 5_000);
            if (runs.isEmpty() || random.nextInt(8) == 0) {
                return new QueueCommand.FreeSlot(QUEUE, anyTask(), anyWorker(), ran);
            }
            QueueRun run = runs.get(random.nextInt(runs.size()));
            return new QueueCommand.FreeSlot(QUEUE, new TaskKey(run.job(), run.index()), run.worker(), ran);
        }

        private QueueCommand decline() {
            if (trial.state != null) {
                for (QueueEntry entry : trial.queue().entries().out()) {
                    WorkerId host = entry.offeredTo();
                    if (host != null) {
                        return new QueueCommand.DeclineOffer(
                                QUEUE, QueueEntries.taskOf(entry), entry.task().attempt(), host);
                    }
                }
            }
            return new QueueCommand.DeclineOffer(QUEUE, anyTask(), 1, anyWorker());
        }

        private QueueCommand roster() {
            var status = random.nextInt(3) == 0 ? WorkerStatus.ERROR : WorkerStatus.AWAKE;
            trial.roster = trial.roster.with(member(anyWorker(), status));
            return new QueueCommand.RefreshQueue(QUEUE);
        }

        private QueueCommand reprioritize() {
            JobId job = anyJob();
            priorities.put(job, random.nextInt(3));
            return new QueueCommand.ReprioritizeJob(QUEUE, job, priorities.getOrDefault(job, 0));
        }

        private QueueCommand withdraw() {
            TaskKey task = anyTask();
            int attempt = newest.getOrDefault(task, 1) - (random.nextInt(4) == 0 ? 1 : 0);
            return new QueueCommand.WithdrawTasks(
                    QUEUE, task.job(), List.of(new QueuedTask(task.index(), attempt, 50)));
        }

        /** What the command and what came of it mean for what is in the queue. */
        private void expect(QueueCommand command) {
            switch (command) {
                case QueueCommand.EnqueueTasks enqueue -> {
                    for (var task : enqueue.tasks()) {
                        var key = new TaskKey(enqueue.job(), task.index());
                        held.merge(key, task.attempt(), Math::max);
                        newest.merge(key, task.attempt(), Math::max);
                    }
                }
                case QueueCommand.DequeueJob dequeue ->
                    held.keySet().removeIf(task -> task.job().equals(dequeue.job()));
                case QueueCommand.ForgetJob forget ->
                    held.keySet().removeIf(task -> task.job().equals(forget.job()));
                case QueueCommand.WithdrawTasks withdraw ->
                    withdraw.tasks()
                            .forEach(task -> held.computeIfPresent(
                                    new TaskKey(withdraw.job(), task.index()),
                                    (key, attempt) -> attempt <= task.attempt() ? null : attempt));
                case QueueCommand.TakeTask take -> {
                    if (trial.state != null) {
                        held.remove(take.task());
                    }
                }
                case QueueCommand.QueueReady ready -> this.ready = true;
                default -> {}
            }
            for (var expired : trial.events(QueueEvent.DispatchExpired.class)) {
                assertThat(held.remove(expired.task(), expired.attempt())).isTrue();
                assertThat(trial.told()).contains(new JobCommand.ExpireAttempt(expired.task(), expired.attempt()));
            }
            for (var each : trial.events(QueueEvent.TaskDispatched.class)) {
                // The attempt of a task that was taken or dequeued may come back only in this model, never from a job.
                String text = QueueTrial.text(each.task(), each.attempt());
                assertThat(dispatched.add(text)).as(text + " goes out once").isTrue();
            }
            dispatched.removeIf(text -> held.entrySet().stream()
                    .noneMatch(each ->
                            QueueTrial.text(each.getKey(), each.getValue()).equals(text)));
        }

        private void check(QueueState queue) {
            var entries = queue.entries();
            assertThat(entries.all()
                            .collect(Collectors.toMap(
                                    QueueEntries::taskOf, entry -> entry.task().attempt())))
                    .isEqualTo(held);
            assertThat(queue.waitingCount() + queue.outCount()).isEqualTo(held.size());
            assertThat(trial.written.values()).containsExactlyInAnyOrderElementsOf(queue.parts());
            checkWindow(queue);
            checkOrder(queue);
        }

        private void checkWindow(QueueState queue) {
            if (!queue.open()) {
                assertThat(queue.outCount()).isZero();
                return;
            }
            Window window = trial.window();
            if (!trial.sent().isEmpty()) {
                assertThat(queue.outCount()).isLessThanOrEqualTo(window.size());
                assertThat(window.size()).isLessThanOrEqualTo(4 * window.slots());
            }
            if (window.room() > 0) {
                for (var lane : queue.entries().waiting().all()) {
                    assertThat(lane.forEveryone())
                            .as("waits, though there is room")
                            .isFalse();
                    assertThat(queue.hosts(trial.roster))
                            .as("could have what waits")
                            .noneMatch(host -> !lane.barred().contains(host.worker())
                                    && queue.run(host.worker()) == null
                                    && !queue.entries().hasOffer(host.worker()));
                }
            }
        }

        private void checkOrder(QueueState queue) {
            List<QueueEntry> sent = trial.events(QueueEvent.TaskDispatched.class).stream()
                    .map(each -> queue.entries().find(each.task()))
                    .toList();
            assertThat(sent).isSortedAccordingTo(QueueEntries.ORDER);
            for (var lane : queue.entries().waiting().all()) {
                if (lane.forEveryone() && !sent.isEmpty()) {
                    assertThat(QueueEntries.ORDER.compare(
                                    sent.getLast(), lane.entries().first()))
                            .isNegative();
                }
            }
        }

        private void recover() {
            var recovered = QueueState.recover(trial.written.values());
            assertThat(durable(recovered)).isEqualTo(durable(trial.queue()));
            if (random.nextBoolean()) {
                trial.state = recovered;
                // The loop of the shard fires the timers that a recovered queue asks for.
                trial.when(new QueueCommand.RefreshQueue(QUEUE));
                check(recovered);
                expect(new QueueCommand.RefreshQueue(QUEUE));
            }
        }

        private TaskKey anyOut() {
            if (trial.state != null) {
                var out = List.copyOf(trial.queue().entries().out());
                if (!out.isEmpty()) {
                    return QueueEntries.taskOf(out.get(random.nextInt(out.size())));
                }
            }
            return anyTask();
        }

        private TaskKey anyTask() {
            return new TaskKey(anyJob(), random.nextInt(12));
        }

        private JobId anyJob() {
            return job(1 + random.nextInt(JOBS));
        }

        private WorkerId anyWorker() {
            return worker(1 + random.nextInt(WORKERS));
        }
    }
}
