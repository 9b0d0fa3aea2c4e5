// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablao.bus.Partitioning;
import io.tablao.bus.ShardOwner.ShardCommand;
import io.tablao.bus.WrittenState;
import io.tablao.event.Command;
import io.tablao.event.Envelope;
import io.tablao.event.Event;
import io.tablao.event.FarmCommand;
import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueueEvent.TaskDispatched;
import io.tablao.event.WorkerCommand;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.SessionId;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerProfile;
import io.tablao.model.WorkerTag;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.queue.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change of jobs, followed through all that it touches: jobs in some shards, their queues in others. */
class JobsOverShardsTest {

    private static final int SHARDS = 4;
    private static final String FAST = "00000000-0000-4000-8000-0000000000fa";
    private static final QueueId BLENDER = QueueId.of("blender");
    private static final QueueId FAST_BLENDER = new QueueId("blender", FAST);
    private static final JobId FIRST = new JobId(new UUID(1, 1));
    private static final JobId SECOND = new JobId(new UUID(1, 2));
    private static final Worker ANNA = new Worker(new WorkerId(new UUID(2, 1)), new SessionId(new UUID(3, 1)));
    private static final Worker BERT = new Worker(new WorkerId(new UUID(2, 2)), new SessionId(new UUID(3, 2)));

    private record Worker(WorkerId id, SessionId session) {}

    private final Observed observed = new Observed();
    private final WrittenState written = new WrittenState();
    private final ShardKeeper keeper = new ShardKeeper(SHARDS, Rules.DEFAULT, observed);
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @BeforeEach
    void begin() {
        for (int shard = 0; shard < SHARDS; shard++) {
            keeper.recover(shard, List.of(), now);
        }
        for (QueueId queue : List.of(BLENDER, FAST_BLENDER)) {
            ask(new QueueCommand.PrepareQueue(queue));
            ask(new QueueCommand.QueueReady(queue));
        }
    }

    @Test
    void an_urgent_job_overtakes_what_has_not_started() {
        signOn(ANNA);
        submit(FIRST, null, 3);
        submit(SECOND, null, 3);

        ask(new JobCommand.ChangeJobPriority(SECOND, 90));
        List<TaskKey> order = new ArrayList<>();
        for (int task = 0; task < 6; task++) {
            order.add(run(ANNA, BLENDER));
        }

        // The first one was on its way to a worker already.
        assertThat(order)
                .containsExactly(
                        new TaskKey(FIRST, 0),
                        new TaskKey(SECOND, 0),
                        new TaskKey(SECOND, 1),
                        new TaskKey(SECOND, 2),
                        new TaskKey(FIRST, 1),
                        new TaskKey(FIRST, 2));
    }

    @Test
    void an_urgent_task_of_a_job_comes_before_its_others() {
        signOn(ANNA);
        register(FIRST, null);
        addTasks(FIRST, List.of(task(0, 50), task(1, 50), task(2, 70)));

        assertThat(List.of(run(ANNA, BLENDER), run(ANNA, BLENDER), run(ANNA, BLENDER)))
                .containsExactly(new TaskKey(FIRST, 2), new TaskKey(FIRST, 0), new TaskKey(FIRST, 1));
    }

    @Test
    void a_job_with_another_tag_goes_on_with_other_workers() {
        signOn(ANNA);
        submit(FIRST, null, 3);
        TaskDispatched active = next(BLENDER);
        start(ANNA, active);

        ask(new JobCommand.ChangeJobTag(FIRST, FAST));
        assertThat(dispatched(FAST_BLENDER)).as("while nobody carries the tag").isEmpty();
        signOn(BERT);
        ask(new FarmCommand.CreateTag(new WorkerTag(FAST, "fast", "")));
        ask(new WorkerCommand.SetWorkerTags(BERT.id(), Set.of(FAST)));
        assertThat(run(BERT, FAST_BLENDER)).isEqualTo(new TaskKey(FIRST, 1));
        finish(ANNA, active);
        assertThat(run(BERT, FAST_BLENDER)).isEqualTo(new TaskKey(FIRST, 2));

        assertThat(observed.of(JobEvent.JobStatusChanged.class).getLast().to()).isEqualTo(JobStatus.COMPLETED);
        // The slot that ran the task is free for the old queue.
        submit(SECOND, null, 1);
        assertThat(run(ANNA, BLENDER)).isEqualTo(new TaskKey(SECOND, 0));
    }

    @Test
    void a_worker_that_is_taken_off_the_blocklist_gets_what_waits_already() {
        signOn(ANNA);
        signOn(BERT);
        submit(FIRST, null, 40);
        ask(new WorkerCommand.SignOffWorker(BERT.id(), BERT.session()));
        for (int failure = 0; failure < 3; failure++) {
            TaskDispatched dispatch = next(BLENDER);
            start(ANNA, dispatch);
            ask(new JobCommand.FailTask(dispatch.task(), dispatch.attempt(), ANNA.id(), ANNA.session(), "broken"));
        }
        while (observed.of(TaskDispatched.class).size() > taken) {
            // She takes what is still dispatched, and it goes back, to be offered to others.
            start(ANNA, next(BLENDER));
        }
        assertThat(observed.of(JobEvent.WorkerBlocklisted.class)).hasSize(1);

        ask(new JobCommand.UnblockWorkers(FIRST, Map.of(ANNA.id(), Set.of("blender"))));

        assertThat(run(ANNA, BLENDER).index()).isGreaterThan(2);
        assertThat(observed.of(JobEvent.TaskCompleted.class)).hasSize(1);
    }

    @Test
    void a_task_canceled_by_hand_is_not_dispatched_any_more() {
        signOn(ANNA);
        submit(FIRST, null, 3);
        TaskDispatched out = next(BLENDER);

        ask(new JobCommand.RequestTaskStatus(out.task(), TaskStatus.CANCELED, "Not needed"));
        ask(new JobCommand.RequestTaskStatus(new TaskKey(FIRST, 1), TaskStatus.PAUSED, "Later"));

        // The record of the second one came before it was paused, and lies on the topic: it is refused at its start.
        TaskDispatched withdrawn = next(BLENDER);
        assertThat(withdrawn.task()).isEqualTo(new TaskKey(FIRST, 1));
        start(ANNA, out);
        start(ANNA, withdrawn);
        assertThat(observed.of(JobEvent.TaskStarted.class)).isEmpty();
        assertThat(run(ANNA, BLENDER)).isEqualTo(new TaskKey(FIRST, 2));
        assertThat(dispatched(BLENDER)).isEmpty();
        assertThat(observed.of(JobEvent.JobStalled.class)).hasSize(1);
    }

    // What the tests do

    private int taken;

    /** Runs the task that was dispatched to the queue next, to its end. */
    private TaskKey run(Worker worker, QueueId queue) {
        TaskDispatched dispatch = next(queue);
        start(worker, dispatch);
        finish(worker, dispatch);
        return dispatch.task();
    }

    private TaskDispatched next(QueueId queue) {
        List<TaskDispatched> waiting = dispatched(queue);
        assertThat(waiting).as("dispatched to %s", queue).isNotEmpty();
        taken++;
        return waiting.getFirst();
    }

    private List<TaskDispatched> dispatched(QueueId queue) {
        return observed.of(TaskDispatched.class).stream()
                .skip(taken)
                .filter(dispatch -> dispatch.queue().equals(queue))
                .toList();
    }

    private void start(Worker worker, TaskDispatched dispatch) {
        ask(new JobCommand.StartTask(dispatch.task(), dispatch.attempt(), worker.id(), worker.session()));
    }

    private void finish(Worker worker, TaskDispatched dispatch) {
        ask(new JobCommand.FinishTask(dispatch.task(), dispatch.attempt(), worker.id(), worker.session()));
    }

    private void signOn(Worker worker) {
        var profile = new WorkerProfile("worker", "linux", "test", Set.of("blender"), Set.of(), true);
        ask(new WorkerCommand.SignOnWorker(worker.id(), worker.session(), profile));
    }

    private void submit(JobId job, String tag, int tasks) {
        register(job, tag);
        addTasks(
                job,
                IntStream.range(0, tasks).mapToObj(index -> task(index, 50)).toList());
    }

    private void register(JobId job, String tag) {
        ask(new JobCommand.RegisterJob(
                job,
                new JobSubmission(
                        "a job",
                        "test",
                        null,
                        50,
                        JsonText.EMPTY_OBJECT,
                        Map.of(),
                        "linux",
                        null,
                        tag,
                        JobStatus.QUEUED)));
    }

    private void addTasks(JobId job, List<TaskDefinition> tasks) {
        ask(new JobCommand.AddTasks(job, "c", 0, tasks));
        ask(new JobCommand.SealJob(job, "c", tasks.size(), JsonText.EMPTY_OBJECT, Map.of(), "hash"));
    }

    private static TaskDefinition task(int index, int priority) {
        return new TaskDefinition(index, "t" + index, "blender", priority, List.of(), List.of());
    }

    /** Ten seconds later than the one before: long enough for tasks not to count as short. */
    private void ask(Command command) {
        now = now.plus(Duration.ofSeconds(10));
        var envelope = new Envelope<>(UUID.randomUUID(), now, null, null, command);
        var due = List.of(new ShardCommand(Partitioning.of(command.entity(), SHARDS), envelope));
        while (!due.isEmpty()) {
            written.write(keeper.decide(due, now, false));
            keeper.committed();
            due = written.takeCommands();
        }
    }

    private static final class Observed implements ShardObserver {
        private final List<Event> events = new ArrayList<>();

        <E> List<E> of(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        @Override
        public void decided(Command command, Instant sent, Instant now) {}

        @Override
        public void failed(Command command) {
            throw new AssertionError("Could not be decided: " + command);
        }

        @Override
        public void happened(Event event) {
            events.add(event);
        }

        @Override
        public void recovered(QueueState queue) {}

        @Override
        public void released(int shard) {}
    }
}
