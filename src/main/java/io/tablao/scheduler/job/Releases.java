// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.ExpireAttempt;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.ReturnTasks;
import io.tablao.event.JobEvent.TaskFailed;
import io.tablao.event.JobEvent.TaskReturned;
import io.tablao.event.JobEvent.TasksRecalled;
import io.tablao.event.JobEvent.TasksReleased;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.QueueCommand.EnqueueTasks;
import io.tablao.event.QueueCommand.WithdrawTasks;
import io.tablao.event.QueueEvent;
import io.tablao.event.QueuedTask;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** How tasks go to their queues, and how those that did not get done come back. */
final class Releases {

    /**
     * How many tasks one decision releases or recalls. A job that has more ready goes on behind what its log holds by then, so
     * that no transaction is large and nobody waits for a large job.
     */
    static final int AT_ONCE = 5 * QueueEvent.CHUNK;

    private static final String NOBODY_LEFT = "All workers that could run it have failed it, or are blocklisted";

    /** Tasks that one message to a queue may hold together. */
    private record Group(String type, Set<WorkerId> avoid) {}

    private Releases() {}

    static Decision release(Circumstances circumstances) {
        if (!circumstances.status().runs()) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder();
        if (!Terms.open(circumstances, decision)) {
            return decision.accepted();
        }
        var tasks = circumstances.tasks();
        var places = new Places(circumstances);
        Map<Group, List<QueuedTask>> groups = new LinkedHashMap<>();
        int taken = 0;
        int index = tasks.nextReady(0);
        for (; index >= 0 && taken < AT_ONCE; index = tasks.nextReady(index + 1)) {
            var task = tasks.progress(index);
            var definition = tasks.definition(index);
            if (!places.take(definition.type())) {
                if (places.allTaken()) {
                    break;
                }
                continue;
            }
            groups.computeIfAbsent(new Group(definition.type(), circumstances.avoid(task)), group -> new ArrayList<>())
                    .add(new QueuedTask(index, task.attempt() + 1, definition.priority()));
            taken++;
        }
        boolean moreToRecall = recall(circumstances, decision);
        for (var group : groups.entrySet()) {
            String type = group.getKey().type();
            if (!circumstances.nobodyLeft(type, group.getKey().avoid())) {
                handOver(circumstances, decision, group.getKey(), group.getValue());
                continue;
            }
            for (var hopeless : group.getValue()) {
                if (!Retries.possible(circumstances, hopeless.index(), circumstances.blocklisted(type))) {
                    return giveUp(circumstances, hopeless.index());
                }
                Retries.plan(circumstances, decision, hopeless.index(), NOBODY_LEFT);
            }
        }
        if ((index >= 0 && !places.allTaken()) || moreToRecall) {
            decision.effect(
                    new Effect.TellLater(new ReleaseTasks(circumstances.head().job())));
        }
        return decision.accepted();
    }

    /** @return whether there are more than one decision takes */
    private static boolean recall(Circumstances circumstances, Decision.Builder decision) {
        var tasks = circumstances.tasks();
        Map<String, List<QueuedTask>> byType = new LinkedHashMap<>();
        int taken = 0;
        int index = tasks.nextRecallable(0);
        for (; index >= 0 && taken < AT_ONCE; index = tasks.nextRecallable(index + 1)) {
            var definition = tasks.definition(index);
            byType.computeIfAbsent(definition.type(), type -> new ArrayList<>())
                    .add(new QueuedTask(index, tasks.progress(index).attempt(), definition.priority()));
            taken++;
        }
        var job = circumstances.head().job();
        byType.forEach((type, recalled) -> inChunks(
                recalled,
                chunk -> decision.event(new TasksRecalled(job, chunk))
                        .effect(new Effect.Tell(new WithdrawTasks(circumstances.queue(type), job, chunk)))));
        return index >= 0;
    }

    private static void inChunks(List<QueuedTask> tasks, Consumer<List<QueuedTask>> consumer) {
        for (int from = 0; from < tasks.size(); from += QueueEvent.CHUNK) {
            consumer.accept(tasks.subList(from, Math.min(tasks.size(), from + QueueEvent.CHUNK)));
        }
    }

    private static void handOver(
            Circumstances circumstances, Decision.Builder decision, Group group, List<QueuedTask> ready) {
        var head = circumstances.head();
        inChunks(
                ready,
                chunk -> decision.event(new TasksReleased(head.job(), chunk))
                        .effect(new Effect.Tell(new EnqueueTasks(
                                circumstances.queue(group.type()),
                                head.job(),
                                head.priority(),
                                head.created(),
                                chunk,
                                group.avoid()))));
    }

    /** No worker is left that may run the task, so it fails, and so does the job. */
    private static Decision giveUp(Circumstances circumstances, int index) {
        var decision = new Decision.Builder()
                .event(new TaskFailed(
                        circumstances.key(index),
                        circumstances.tasks().progress(index).attempt(),
                        null,
                        NOBODY_LEFT));
        Cancellation.fail(
                circumstances,
                decision,
                "No worker is left to try task " + circumstances.name(index),
                circumstances.tasks().count(TaskStatus.FAILED) + 1,
                Cancellation.NONE);
        return decision.accepted();
    }

    static Decision returnTasks(Circumstances circumstances, ReturnTasks command) {
        var decision = new Decision.Builder();
        boolean pausing = circumstances.status() == JobStatus.PAUSE_REQUESTED;
        int returned = 0;
        for (var task : circumstances.tasks().activeOf(command.worker())) {
            if (command.keep() != null && command.keep().equals(task.session())) {
                continue;
            }
            decision.event(new TaskReturned(
                    circumstances.key(task.index()),
                    pausing ? TaskStatus.PAUSED : waiting(task),
                    false,
                    command.reason()));
            // A worker that was taken for lost may be running it still.
            Cancellation.stop(circumstances, decision, task, command.reason());
            returned++;
        }
        if (returned > 0 && pausing && circumstances.tasks().count(TaskStatus.ACTIVE) == returned) {
            decision.event(circumstances.becomes(JobStatus.PAUSED, "Its last active task was returned"));
        }
        if (returned > 0 && circumstances.status().runs()) {
            decision.effect(releaseTasks(circumstances));
        }
        return decision.accepted();
    }

    private static TaskStatus waiting(TaskProgress active) {
        return active.failedBy().isEmpty() ? TaskStatus.QUEUED : TaskStatus.SOFT_FAILED;
    }

    static Decision expire(Circumstances circumstances, ExpireAttempt command) {
        int index = command.task().index();
        if (!circumstances.tasks().has(index)) {
            return Decision.NOTHING;
        }
        var task = circumstances.tasks().progress(index);
        if (!task.released() || task.attempt() != command.attempt()) {
            return Decision.NOTHING;
        }
        return new Decision.Builder()
                .event(new TaskReturned(command.task(), task.status(), false, "Nobody took it in time"))
                .effect(releaseTasks(circumstances))
                .accepted();
    }

    private static Effect releaseTasks(Circumstances circumstances) {
        return new Effect.Tell(new ReleaseTasks(circumstances.head().job()));
    }
}
