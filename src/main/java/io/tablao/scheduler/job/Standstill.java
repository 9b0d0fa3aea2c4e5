// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent.JobStalled;
import io.tablao.model.TaskStatus;
import io.tablao.scheduler.entity.Decision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A job of which nothing can run any more, though it has not ended. Flamenco leaves such jobs active, with no word about it:
 * fewer tasks failed than fail the job, or single ones were canceled, and others perhaps wait for those. Here the job's
 * activity says so.
 */
final class Standstill {

    private static final List<TaskStatus> ENDS =
            List.of(TaskStatus.COMPLETED, TaskStatus.FAILED, TaskStatus.CANCELED, TaskStatus.PAUSED);

    private Standstill() {}

    /**
     * To be called when the job goes on, and one task does not.
     *
     * @param becomes the status that this decision gives the task
     */
    static void tellIfReached(Circumstances circumstances, Decision.Builder decision, int index, TaskStatus becomes) {
        if (!circumstances.tasks().anyMayRunBut(index)) {
            decision.event(new JobStalled(circumstances.head().job(), sentence(circumstances, index, becomes)));
        }
    }

    private static String sentence(Circumstances circumstances, int index, TaskStatus becomes) {
        var tasks = circumstances.tasks();
        Map<TaskStatus, Integer> counts = new EnumMap<>(TaskStatus.class);
        for (var status : TaskStatus.values()) {
            counts.put(status, tasks.count(status));
        }
        counts.merge(tasks.status(index), -1, Integer::sum);
        counts.merge(becomes, 1, Integer::sum);
        List<String> parts = new ArrayList<>();
        int waiting = counts.merge(TaskStatus.QUEUED, tasks.count(TaskStatus.SOFT_FAILED), Integer::sum);
        for (var status : ENDS) {
            int count = counts.getOrDefault(status, 0);
            if (count > 0) {
                parts.add(count + " " + status);
            }
        }
        if (waiting > 0) {
            parts.add(waiting + " waiting for others");
        }
        return "Nothing is left to run (of %d tasks: %s), but the job has not ended: queue it or single tasks again, or cancel it"
                .formatted(tasks.size(), String.join(", ", parts));
    }
}
