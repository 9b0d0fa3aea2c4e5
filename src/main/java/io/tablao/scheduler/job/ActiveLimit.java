// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent.TasksRecalled;
import io.tablao.event.QueueCommand.WithdrawTasks;
import io.tablao.event.QueuedTask;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * At most so many tasks of a job at once, over all its queues. A queue never holds more of them than could start, so that the
 * limit costs no worker a dispatch that comes to nothing. When a job has tasks of several types, each of its queues may hold
 * as many, since nobody knows which type a worker will be free for; what the last start makes too many is called back.
 */
final class ActiveLimit {

    private ActiveLimit() {}

    /** How many tasks of a type may be with their queue, those included that are. */
    static int room(Circumstances circumstances) {
        Integer most = circumstances.job().terms().options().maxActive();
        return most == null
                ? Integer.MAX_VALUE
                : Math.max(0, most - circumstances.tasks().count(TaskStatus.ACTIVE));
    }

    /** The task starts: if it is the last that may, the others leave their queues. */
    static void started(Circumstances circumstances, Decision.Builder decision, int index) {
        var tasks = circumstances.tasks();
        if (room(circumstances) > 1) {
            return;
        }
        Map<String, List<QueuedTask>> byType = new TreeMap<>();
        for (int other = tasks.nextReleased(0); other >= 0; other = tasks.nextReleased(other + 1)) {
            if (other != index) {
                var definition = tasks.definition(other);
                byType.computeIfAbsent(definition.type(), type -> new ArrayList<>())
                        .add(new QueuedTask(other, tasks.progress(other).attempt(), definition.priority()));
            }
        }
        var job = circumstances.head().job();
        byType.forEach((type, recalled) -> decision.event(new TasksRecalled(job, recalled))
                .effect(new Effect.Tell(new WithdrawTasks(circumstances.queue(type), job, recalled))));
    }
}
