// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.Event;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobEvent.CompilationCanceled;
import io.tablao.event.JobEvent.CompilationFailed;
import io.tablao.event.JobEvent.FollowersForgotten;
import io.tablao.event.JobEvent.JobDeletionRequested;
import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobEvent.TaskStarted;
import io.tablao.event.QueueCommand.FreeSlot;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a decision on a job whatever led to it, so that no rule has to think of it: the timers of tasks, the
 * places of a job that has only so many, and the jobs that wait for this one.
 */
final class Consequences {

    private final Circumstances circumstances;
    private final List<Event> events;
    private final List<Effect> effects;

    private Consequences(Circumstances circumstances, Decision.Accepted accepted) {
        this.circumstances = circumstances;
        events = new ArrayList<>(accepted.events());
        effects = new ArrayList<>(accepted.effects());
    }

    static Decision of(Circumstances circumstances, Decision decision) {
        if (!(decision instanceof Decision.Accepted accepted)
                || (accepted.events().isEmpty() && accepted.effects().isEmpty())) {
            return decision;
        }
        var consequences = new Consequences(circumstances, accepted);
        consequences.followEffects(accepted.effects());
        consequences.followEvents(accepted.events());
        return new Decision.Accepted(consequences.events, consequences.effects, accepted.answer());
    }

    private void followEffects(List<Effect> decided) {
        boolean freed = false;
        for (var effect : decided) {
            if (effect instanceof Effect.Tell(FreeSlot free)) {
                effects.add(new Effect.ClearTimer(JobTimers.untouchedKey(free.task())));
                freed = true;
            }
        }
        var release = new Effect.Tell(new ReleaseTasks(circumstances.head().job()));
        boolean limited = circumstances.job().terms().options().maxActive() != null;
        if (freed && limited && statusAfter().runs() && !decided.contains(release)) {
            effects.add(release);
        }
    }

    private void followEvents(List<Event> decided) {
        for (var event : decided) {
            switch (event) {
                case TaskStarted started ->
                    effects.add(JobTimers.untouched(
                            started.task(),
                            started.attempt(),
                            circumstances.now().plus(circumstances.taskTimeout())));
                case JobStatusChanged changed
                when changed.to().ended() || changed.from().ended() -> tellFollowers(changed.to());
                case CompilationFailed failed -> tellFollowers(JobStatus.FAILED);
                case CompilationCanceled canceled -> tellFollowers(JobStatus.CANCELED);
                case JobDeletionRequested deleted -> tellFollowersThatItIsGone();
                default -> {
                    // Most events concern the job alone.
                }
            }
        }
    }

    private void tellFollowers(JobStatus status) {
        var followers = circumstances.job().followers();
        followers.forEach(follower -> effects.add(Terms.tell(circumstances, follower, status)));
        if (status == JobStatus.COMPLETED && !followers.isEmpty()) {
            events.add(new FollowersForgotten(circumstances.head().job()));
        }
    }

    private void tellFollowersThatItIsGone() {
        var followers = circumstances.job().followers();
        JobId job = circumstances.head().job();
        followers.forEach(follower -> effects.add(Terms.gone(follower, job)));
        if (!followers.isEmpty()) {
            events.add(new FollowersForgotten(job));
        }
    }

    private JobStatus statusAfter() {
        JobStatus status = circumstances.status();
        for (var event : events) {
            if (event instanceof JobStatusChanged changed) {
                status = changed.to();
            }
        }
        return status;
    }
}
