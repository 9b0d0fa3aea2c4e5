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
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a shard makes of news of a worker: its jobs get back what the worker does not run any more, and its queues count their
 * slots again. What is set for the farm it goes by from then on. A second delivery of the same news changes nothing.
 */
public final class RosterDecider {

    private RosterDecider() {}

    public static Decision decide(RosterState state, ShardView shard, RosterCommand command) {
        return switch (command) {
            case RosterCommand.UpdateRoster update -> update(state, shard, update.member());
            case RosterCommand.AdoptSettings adopt -> adopt(state, adopt);
            case RosterCommand.RemoveFromRoster remove -> remove(state, shard, remove.worker());
        };
    }

    private static Decision update(RosterState state, ShardView shard, Roster.Member member) {
        Roster.Member before = state.roster().find(member.worker()).orElse(null);
        if (member.equals(before)) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new RosterEvent.RosterUpdated(state.shard(), member));
        SessionId keep = member.awake() ? member.session() : null;
        returnTasks(shard, member.worker(), keep, reason(member), decision);
        refreshQueues(shard, before, member, decision);
        return decision.accepted();
    }

    private static Decision adopt(RosterState state, RosterCommand.AdoptSettings adopt) {
        return adopt.revision() <= state.revision()
                ? Decision.NOTHING
                : new Decision.Builder()
                        .event(new RosterEvent.SettingsAdopted(state.shard(), adopt.revision(), adopt.settings()))
                        .accepted();
    }

    private static Decision remove(RosterState state, ShardView shard, WorkerId worker) {
        Roster.Member before = state.roster().find(worker).orElse(null);
        if (before == null) {
            return Decision.NOTHING;
        }
        var decision = new Decision.Builder().event(new RosterEvent.RemovedFromRoster(state.shard(), worker));
        returnTasks(shard, worker, null, "Worker " + before.profile().name() + " was deleted", decision);
        refreshQueues(shard, before, null, decision);
        return decision.accepted();
    }

    private static void returnTasks(
            ShardView shard, WorkerId worker, @Nullable SessionId keep, String reason, Decision.Builder decision) {
        for (JobId job : shard.jobsHeldBy(worker, keep).stream().sorted().toList()) {
            decision.effect(new Effect.Tell(new JobCommand.ReturnTasks(job, worker, keep, reason)));
        }
    }

    private static void refreshQueues(
            ShardView shard, Roster.@Nullable Member before, Roster.@Nullable Member after, Decision.Builder decision) {
        shard.queues().stream()
                .filter(queue -> concerns(queue, before) || concerns(queue, after))
                .sorted(Comparator.comparing(QueueId::toString))
                .forEach(queue -> decision.effect(new Effect.Tell(new QueueCommand.RefreshQueue(queue))));
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
