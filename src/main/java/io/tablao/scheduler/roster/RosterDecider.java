// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.roster;

import io.tablao.event.JobCommand;
import io.tablao.event.QueueCommand;
import io.tablao.event.RosterCommand;
import io.tablao.event.RosterEvent;
import io.tablao.model.JobId;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.SessionId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a shard makes of news of a worker: its jobs get back what the worker does not run any more, and its queues count their
 * slots again. A second delivery of the same news changes nothing.
 */
public final class RosterDecider {

    private RosterDecider() {}

    public static Decision decide(RosterState state, ShardView shard, RosterCommand command) {
        return switch (command) {
            case RosterCommand.UpdateRoster update -> update(state, shard, update.member());
        };
    }

    private static Decision update(RosterState state, ShardView shard, Roster.Member member) {
        Roster.Member before = state.roster().find(member.worker()).orElse(null);
        if (member.equals(before)) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new RosterEvent.RosterUpdated(state.shard(), member));
        SessionId keep = member.awake() ? member.session() : null;
        for (JobId job :
                shard.jobsHeldBy(member.worker(), keep).stream().sorted().toList()) {
            decision.effect(new Effect.Tell(new JobCommand.ReturnTasks(job, member.worker(), keep, reason(member))));
        }
        shard.queues().stream()
                .filter(queue -> concerns(queue, before) || concerns(queue, member))
                .sorted(Comparator.comparing(QueueId::toString))
                .forEach(queue -> decision.effect(new Effect.Tell(new QueueCommand.RefreshQueue(queue))));
        return decision.accepted();
    }

    private static boolean concerns(QueueId queue, Roster.@Nullable Member member) {
        return member != null && member.profile().accepts(queue);
    }

    private static String reason(Roster.Member member) {
        String name = member.profile().name();
        return switch (member.status()) {
            case AWAKE -> "Worker " + name + " has begun another session";
            case OFFLINE -> "Worker " + name + " has signed off";
            case ERROR -> "Worker " + name + " was not heard of for too long";
            case STARTING, ASLEEP, TESTING, RESTART -> "Worker " + name + " is " + member.status();
        };
    }
}
