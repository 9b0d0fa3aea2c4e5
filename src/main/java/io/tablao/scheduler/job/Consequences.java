// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.QueueCommand.FreeSlot;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.ArrayList;
import java.util.List;

/** What follows from a decision on a job whatever led to it, so that no rule has to think of it: the timers of tasks. */
final class Consequences {

    private Consequences() {}

    static Decision of(Circumstances circumstances, Decision decision) {
        if (!(decision instanceof Decision.Accepted accepted)
                || (accepted.events().isEmpty() && accepted.effects().isEmpty())) {
            return decision;
        }
        List<Effect> effects = new ArrayList<>(accepted.effects());
        for (var effect : accepted.effects()) {
            if (effect instanceof Effect.Tell(FreeSlot free)) {
                effects.add(new Effect.ClearTimer(TaskTimers.untouchedKey(free.task())));
            }
        }
        for (var event : accepted.events()) {
            if (event instanceof TaskStarted started) {
                effects.add(TaskTimers.untouched(
                        started.task(),
                        started.attempt(),
                        circumstances.now().plus(circumstances.taskTimeout())));
            }
        }
        return effects.size() == accepted.effects().size()
                ? decision
                : new Decision.Accepted(accepted.events(), effects, accepted.answer());
    }
}
