// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.UnblockWorkers;
import io.tablao.event.JobEvent.WorkersUnblocked;
import io.tablao.event.QueueCommand.AdmitWorkers;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** How workers come off a job's blocklist, and what waits in queues is for them again. */
final class Blocklist {

    private Blocklist() {}

    static Decision unblock(Circumstances circumstances, UnblockWorkers command) {
        Map<WorkerId, Set<String>> unblocked = new HashMap<>();
        SortedSet<String> types = new TreeSet<>();
        command.taskTypes().forEach((worker, asked) -> {
            var found = new HashSet<>(circumstances.head().blocklist().getOrDefault(worker, Set.of()));
            found.retainAll(asked);
            if (!found.isEmpty()) {
                unblocked.put(worker, Set.copyOf(found));
                types.addAll(found);
            }
        });
        if (unblocked.isEmpty()) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new WorkersUnblocked(command.job(), unblocked));
        if (circumstances.status().runs()) {
            for (var type : types) {
                var blocked = new HashSet<>(circumstances.blocklisted(type));
                blocked.removeIf(
                        worker -> unblocked.getOrDefault(worker, Set.of()).contains(type));
                admit(circumstances, decision, type, blocked, failedBy(circumstances, type));
            }
        }
        return decision.accepted();
    }

    /** Nobody is blocklisted any more, and every failure is forgotten. */
    static void admitEverybody(Circumstances circumstances, Decision.Builder decision) {
        if (circumstances.status().runs()) {
            circumstances.tasks().types().forEach(type -> admit(circumstances, decision, type, Set.of(), Map.of()));
        }
    }

    private static void admit(
            Circumstances circumstances,
            Decision.Builder decision,
            String type,
            Set<WorkerId> blocked,
            Map<Integer, Set<WorkerId>> failedBy) {
        decision.effect(new Effect.Tell(
                new AdmitWorkers(circumstances.queue(type), circumstances.head().job(), blocked, failedBy)));
    }

    /** Failure lists of what a queue may have. There are few: who fails many tasks is blocklisted. */
    private static Map<Integer, Set<WorkerId>> failedBy(Circumstances circumstances, String type) {
        Map<Integer, Set<WorkerId>> failedBy = new HashMap<>();
        for (var task : circumstances.tasks().withFailures()) {
            if (task.released()
                    && circumstances.tasks().definition(task.index()).type().equals(type)) {
                failedBy.put(task.index(), task.failedBy());
            }
        }
        return failedBy;
    }
}
