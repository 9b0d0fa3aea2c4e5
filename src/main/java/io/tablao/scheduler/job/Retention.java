// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.EntityKey;
import io.tablao.event.JobCommand.ExpireJob;
import io.tablao.event.JobEvent;
import io.tablao.model.JobId;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long a job that has ended is kept: a timer for each, set by whatever ends the job and cleared when it runs again. */
final class Retention {

    private Retention() {}

    /** The decision, with what its events mean for the timer. */
    static Decision follow(JobId job, Decision decision, Rules rules) {
        if (rules.jobRetention().isZero() || !(decision instanceof Decision.Accepted accepted)) {
            return decision;
        }
        @Nullable Effect last = null;
        for (var event : accepted.events()) {
            switch ((JobEvent) event) {
                case JobEvent.JobStatusChanged changed -> {
                    if (changed.to().ended()) {
                        last = timer(job, changed.at(), rules);
                    } else if (changed.from().ended()) {
                        last = new Effect.ClearTimer(key(job));
                    }
                }
                case JobEvent.CompilationFailed failed -> last = timer(job, failed.at(), rules);
                case JobEvent.CompilationCanceled canceled -> last = timer(job, canceled.at(), rules);
                case JobEvent.JobDeletionRequested deleted -> last = new Effect.ClearTimer(key(job));
                default -> {
                    // Whatever else happens does not end a job, nor begin it again.
                }
            }
        }
        if (last == null) {
            return decision;
        }
        List<Effect> effects = new ArrayList<>(accepted.effects());
        effects.add(last);
        return new Decision.Accepted(accepted.events(), effects, accepted.answer());
    }

    /** The timer of a job that is recovered: people who come back to a farm that was off find what they left for a while. */
    static Optional<Effect.SetTimer> recovered(JobId job, @Nullable Instant ended, Instant now, Rules rules) {
        if (ended == null || rules.jobRetention().isZero()) {
            return Optional.empty();
        }
        var due = ended.plus(rules.jobRetention());
        var earliest = now.plus(rules.grace());
        return Optional.of(
                new Effect.SetTimer(key(job), due.isBefore(earliest) ? earliest : due, new ExpireJob(job, ended)));
    }

    private static Effect timer(JobId job, @Nullable Instant ended, Rules rules) {
        if (ended == null) {
            throw new IllegalArgumentException("An event that is decided says when it happens");
        }
        return new Effect.SetTimer(key(job), ended.plus(rules.jobRetention()), new ExpireJob(job, ended));
    }

    private static String key(JobId job) {
        return EntityKey.of(job) + " retention";
    }
}
