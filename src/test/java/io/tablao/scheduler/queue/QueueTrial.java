// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.event.Command;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuedTask;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.model.TaskKey;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One queue in a shard made of nothing: commands are decided and applied, what the queue tells itself is decided in the same
 * transaction, and the touched parts are written to a map, as a shard writes them to its topic.
 */
final class QueueTrial {

    static final QueueId QUEUE = QueueId.of("blender");
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final JobId JOB = job(1);
    static final JobId OTHER = job(2);
    static final WorkerId ANNA = worker(1);
    static final WorkerId BERT = worker(2);
    static final WorkerId CLEO = worker(3);

    @Nullable
    QueueState state;

    Roster roster = Roster.EMPTY;
    Instant now = START;
    Rules rules = Rules.DEFAULT;

    /** Of the last {@link #when}. */
    final List<QueueEvent> events = new ArrayList<>();

    /** Of the last {@link #when}, without what the queue told itself. */
    final List<Effect> effects = new ArrayList<>();

    final Map<String, Effect.SetTimer> timers = new HashMap<>();
    final Map<String, State> written = new HashMap<>();

    /** An open queue, with these workers awake. */
    static QueueTrial given(WorkerId... awake) {
        var trial = new QueueTrial();
        trial.awake(awake);
        return trial.and(new QueueCommand.QueueReady(QUEUE));
    }

    QueueTrial and(QueueCommand... commands) {
        Arrays.stream(commands).forEach(this::transact);
        return this;
    }

    QueueTrial after(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    QueueTrial when(QueueCommand... commands) {
        events.clear();
        effects.clear();
        return and(commands);
    }

    QueueTrial awake(WorkerId... workers) {
        Arrays.stream(workers).forEach(worker -> roster = roster.with(member(worker, WorkerStatus.AWAKE)));
        return this;
    }

    QueueTrial lost(WorkerId worker) {
        roster = roster.with(member(worker, WorkerStatus.ERROR));
        return this;
    }

    /** Dispatches and offers of the last {@link #when}, for instance {@code 1/0#1} and {@code 1/0#1 to 2}. */
    List<String> sent() {
        List<String> sent = new ArrayList<>();
        for (var event : events) {
            if (event instanceof QueueEvent.TaskDispatched dispatched) {
                sent.add(text(dispatched.task(), dispatched.attempt()));
            } else if (event instanceof QueueEvent.TaskOffered offered) {
                sent.add(text(offered.task(), offered.attempt()) + " to "
                        + number(offered.worker().value()));
            }
        }
        return sent;
    }

    <E> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E> List<E> effects(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Command> told() {
        return effects(Effect.Tell.class).stream().map(Effect.Tell::command).toList();
    }

    QueueState queue() {
        return Objects.requireNonNull(state);
    }

    Window window() {
        return Window.of(queue(), roster, rules);
    }

    private void transact(QueueCommand command) {
        run(command, (entity, part, undo) -> {});
    }

    /** Decides and applies, then puts everything back, and looks whether it is as before. */
    void rollBack(QueueCommand command) {
        QueueState before = state;
        var writtenBefore = Map.copyOf(written);
        var timersBefore = Map.copyOf(timers);
        List<Object> seen = before == null ? List.of() : appearance(before);
        Deque<Runnable> undo = new ArrayDeque<>();
        run(command, (entity, part, each) -> undo.push(each));
        undo.forEach(Runnable::run);
        state = before;
        written.clear();
        written.putAll(writtenBefore);
        timers.clear();
        timers.putAll(timersBefore);
        if (before != null) {
            assertThat(appearance(before)).isEqualTo(seen);
        }
    }

    private void run(QueueCommand first, Journal journal) {
        Set<String> touched = new LinkedHashSet<>();
        Deque<QueueCommand> due = new ArrayDeque<>(List.of(first));
        while (!due.isEmpty()) {
            QueueCommand command = due.poll();
            var decision = (Decision.Accepted) QueueDecider.decide(state, roster, command, now, rules);
            for (var event : decision.events()) {
                state = QueueApplier.apply(state, (QueueEvent) event, (entity, part, undo) -> {
                    touched.add(part);
                    journal.changed(entity, part, undo);
                });
                events.add((QueueEvent) event);
            }
            for (var effect : decision.effects()) {
                if (effect instanceof Effect.Tell tell && tell.command() instanceof QueueCommand self) {
                    due.add(self);
                } else {
                    effects.add(effect);
                }
                if (effect instanceof Effect.SetTimer timer) {
                    timers.put(timer.key(), timer);
                }
            }
        }
        for (String part : touched) {
            queue().part(part).ifPresentOrElse(now -> written.put(part, now), () -> written.remove(part));
        }
    }

    /** All that there is to see of a queue, what is not written down included. */
    static List<Object> appearance(QueueState queue) {
        return List.of(
                durable(queue),
                queue.pace(),
                String.valueOf(queue.lastOffered()),
                String.valueOf(queue.measured()),
                List.copyOf(queue.waiters().inOrder()),
                queue.measurementPlanned());
    }

    /** All that there is to see of a queue and that a recovery must bring back. */
    static List<Object> durable(QueueState queue) {
        var entries = queue.entries();
        return List.of(
                List.copyOf(queue.parts()),
                entries.waiting().size(),
                entries.waiting().all().stream()
                        .collect(Collectors.toMap(Lanes.Lane::barred, lane -> List.copyOf(lane.entries()))),
                List.copyOf(entries.out()),
                List.copyOf(entries.declined()),
                IntStream.range(0, 20)
                        .filter(each -> entries.hasOffer(worker(each)))
                        .boxed()
                        .toList());
    }

    static QueueCommand.EnqueueTasks enqueue(JobId job, int... indices) {
        return new QueueCommand.EnqueueTasks(
                QUEUE,
                job,
                50,
                START,
                IntStream.of(indices)
                        .mapToObj(index -> new QueuedTask(index, 1, 50))
                        .toList(),
                Set.of());
    }

    static QueueCommand.EnqueueTasks enqueue(JobId job, int priority, Instant created, QueuedTask... tasks) {
        return new QueueCommand.EnqueueTasks(QUEUE, job, priority, created, List.of(tasks), Set.of());
    }

    static QueueCommand.EnqueueTasks avoiding(QueueCommand.EnqueueTasks command, WorkerId... avoid) {
        return new QueueCommand.EnqueueTasks(
                command.queue(),
                command.job(),
                command.jobPriority(),
                command.jobCreated(),
                command.tasks(),
                Set.of(avoid));
    }

    static QueueCommand take(JobId job, int index, WorkerId worker) {
        return new QueueCommand.TakeTask(QUEUE, new TaskKey(job, index), 1, worker);
    }

    static QueueCommand free(JobId job, int index, WorkerId worker, Duration ran) {
        return new QueueCommand.FreeSlot(QUEUE, new TaskKey(job, index), worker, ran);
    }

    static QueueCommand decline(JobId job, int index, WorkerId worker) {
        return new QueueCommand.DeclineOffer(QUEUE, new TaskKey(job, index), 1, worker);
    }

    static QueueCommand refresh() {
        return new QueueCommand.RefreshQueue(QUEUE);
    }

    static QueueCommand expire() {
        return new QueueCommand.ExpireDispatches(QUEUE);
    }

    static JobId job(int number) {
        return new JobId(new UUID(0, number));
    }

    static WorkerId worker(int number) {
        return new WorkerId(new UUID(0, number));
    }

    static Roster.Member member(WorkerId worker, WorkerStatus status) {
        return new Roster.Member(
                worker,
                new SessionId(worker.value()),
                status,
                new WorkerProfile(
                        "w" + number(worker.value()), "linux", "tablao", Set.of("blender", "misc"), Set.of(), false));
    }

    static int number(UUID id) {
        return (int) id.getLeastSignificantBits();
    }

    static String text(TaskKey task, int attempt) {
        return number(task.job().value()) + "/" + task.index() + "#" + attempt;
    }

    static Set<String> keys(Collection<State> parts) {
        return parts.stream().map(State::part).collect(Collectors.toSet());
    }
}
