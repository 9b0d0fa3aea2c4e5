// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobCommand.FollowJob;
import io.tablao.event.JobCommand.HearOfJob;
import io.tablao.event.JobCommand.ReleaseTasks;
import io.tablao.event.JobCommand.RequestJobStatus;
import io.tablao.event.JobEvent.FollowerAdded;
import io.tablao.event.JobEvent.OptionsTaken;
import io.tablao.event.JobEvent.PredecessorHeard;
import io.tablao.event.JobEvent.StartTimeReached;
import io.tablao.event.JobPart.JobTerms;
import io.tablao.event.JobPart.JobTerms.Predecessor;
import io.tablao.model.JobId;
import io.tablao.model.JobOptions;
import io.tablao.model.JobStatus;
import io.tablao.scheduler.entity.Decision;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a job may begin: at a time, after other jobs. A job that must be waited for tells how it ends; while it is failed or
 * canceled the wait goes on, since it may be queued again. One that does not exist can never end, so whoever waits for it is
 * paused, and starts without it when somebody queues it again.
 */
final class Terms {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Terms() {}

    static JobTerms of(JobId job, JobOptions options) {
        Map<JobId, Predecessor> waitsFor = new HashMap<>();
        options.afterJobs().forEach(other -> waitsFor.put(other, new Predecessor("", null)));
        return new JobTerms(job, options, options.startAfter() != null, waitsFor);
    }

    /** How long a task may be active without being heard of. */
    static Duration taskTimeout(JobTerms terms, Rules rules) {
        Duration own = terms.options().taskTimeout();
        return own == null ? rules.taskTimeout() : own;
    }

    static boolean met(JobTerms terms) {
        return !terms.startPending() && terms.waitsFor().isEmpty();
    }

    /**
     * The job is sealed with these options.
     *
     * @return what of them its activity tells; empty: nothing
     */
    static String take(Circumstances circumstances, Decision.Builder decision, JobOptions options) {
        if (options.equals(JobOptions.NONE)) {
            return "";
        }
        JobId job = circumstances.head().job();
        decision.event(new OptionsTaken(job, options));
        options.afterJobs().stream()
                .sorted()
                .forEach(other -> decision.effect(new Effect.Tell(new FollowJob(other, job))));
        List<String> told =
                new ArrayList<>(waits(of(job, options), circumstances.rules().zone()));
        if (options.maxActive() != null) {
            told.add("runs at most " + options.maxActive() + " of them at once");
        }
        return String.join(", ", told);
    }

    /**
     * Somebody wants to release the job's tasks.
     *
     * @return whether nothing keeps them back any more
     */
    static boolean open(Circumstances circumstances, Decision.Builder decision) {
        var terms = circumstances.job().terms();
        if (!terms.startPending()) {
            return met(terms);
        }
        Instant start = Objects.requireNonNull(terms.options().startAfter(), "a start is waited for");
        JobId job = circumstances.head().job();
        if (start.isAfter(circumstances.now())) {
            decision.effect(JobTimers.start(job, start));
            return false;
        }
        var next = new JobTerms(job, terms.options(), false, terms.waitsFor());
        decision.event(new StartTimeReached(job, activity(circumstances, next)));
        return met(next);
    }

    static Decision hear(Circumstances circumstances, HearOfJob news) {
        var terms = circumstances.job().terms();
        Predecessor known = terms.waitsFor().get(news.predecessor());
        // What was not heard of yet looks like what does not exist.
        boolean again = news.status() != null && new Predecessor(news.name(), news.status()).equals(known);
        if (known == null || again) {
            return Decision.NOTHING;
        }
        var next = heard(terms, news.predecessor(), news.name(), news.status());
        var decision = new Decision.Builder();
        String activity = activity(circumstances, next);
        if (news.status() == null) {
            activity = "Job " + news.predecessor() + ", which it is to come after, does not exist";
        }
        decision.event(new PredecessorHeard(news.job(), news.predecessor(), news.name(), news.status(), activity));
        if (circumstances.status().runs()) {
            if (news.status() == null) {
                String reason = activity + "; queue the job again to start it without that one";
                StatusRequests.pause(
                        circumstances, decision, new RequestJobStatus(news.job(), JobStatus.PAUSE_REQUESTED, reason));
            } else if (met(next)) {
                decision.effect(new Effect.Tell(new ReleaseTasks(news.job())));
            }
        }
        return decision.accepted();
    }

    /** The terms after such news. */
    static JobTerms heard(JobTerms terms, JobId predecessor, String name, @Nullable JobStatus status) {
        Map<JobId, Predecessor> waitsFor = new HashMap<>(terms.waitsFor());
        if (status == null || status == JobStatus.COMPLETED) {
            waitsFor.remove(predecessor);
        } else {
            waitsFor.put(predecessor, new Predecessor(name, status));
        }
        return new JobTerms(terms.job(), terms.options(), terms.startPending(), waitsFor);
    }

    static Decision follow(Circumstances circumstances, FollowJob command) {
        var decision = new Decision.Builder();
        if (circumstances.status() != JobStatus.COMPLETED
                && !circumstances.job().followers().contains(command.follower())) {
            decision.event(new FollowerAdded(command.job(), command.follower()));
        }
        return decision.effect(tell(circumstances, command.follower(), circumstances.status()))
                .accepted();
    }

    static Effect tell(Circumstances circumstances, JobId follower, JobStatus status) {
        var head = circumstances.head();
        return new Effect.Tell(new HearOfJob(follower, head.job(), head.name(), status));
    }

    /** There is no such job. */
    static Decision followNothing(FollowJob command) {
        return new Decision.Builder()
                .effect(gone(command.follower(), command.job()))
                .accepted();
    }

    static Effect gone(JobId follower, JobId job) {
        return new Effect.Tell(new HearOfJob(follower, job, "", null));
    }

    private static String activity(Circumstances circumstances, JobTerms terms) {
        List<String> waits = waits(terms, circumstances.rules().zone());
        if (waits.isEmpty()) {
            return "What it has waited for has come";
        }
        String sentence = String.join(", ", waits);
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    private static List<String> waits(JobTerms terms, ZoneId zone) {
        List<String> waits = new ArrayList<>();
        Instant start = terms.options().startAfter();
        if (terms.startPending() && start != null) {
            waits.add("starts at " + TIME.withZone(zone).format(start));
        }
        new TreeMap<>(terms.waitsFor()).forEach((job, other) -> waits.add("waits for job " + named(job, other)));
        return waits;
    }

    private static String named(JobId job, Predecessor other) {
        JobStatus status = other.status();
        String name = other.name().isEmpty() ? job.toString() : "\"" + other.name() + "\"";
        return status == JobStatus.FAILED || status == JobStatus.CANCELED ? name + ", which is " + status : name;
    }
}
