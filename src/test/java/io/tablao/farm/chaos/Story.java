// SPDX-License-Identifier: Apache-2.0
package io.tablao.farm.chaos;

import io.tablao.event.EntityKey;
import io.tablao.event.Event;
import io.tablao.event.JobEvent;
import io.tablao.event.State;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.TaskKey;
import io.tablao.scheduler.entity.Journal;
import io.tablao.scheduler.job.JobApplier;
import io.tablao.scheduler.job.JobState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened, as the event log tells it: the jobs, rebuilt from their events, and each attempt's fate. */
final class Story {

    /** An attempt of a task. */
    record Attempt(TaskKey task, int number) {}

    private final Map<JobId, JobState> jobs = new LinkedHashMap<>();
    private final Map<Attempt, Integer> started = new HashMap<>();
    private final Map<Attempt, Integer> completed = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();

    static Story of(Collection<Event> events) {
        var story = new Story();
        for (Event event : events) {
            if (event instanceof JobEvent ofJob) {
                story.tell(ofJob);
            }
        }
        return story;
    }

    private void tell(JobEvent event) {
        jobs.put(event.job(), JobApplier.apply(jobs.get(event.job()), event, Journal.NONE));
        if (event instanceof JobEvent.TaskStarted start) {
            count(started, new Attempt(start.task(), start.attempt()), "started");
        } else if (event instanceof JobEvent.TaskCompleted end) {
            var attempt = new Attempt(end.task(), end.attempt());
            count(completed, attempt, "completed");
            if (!started.containsKey(attempt)) {
                contradictions.add(attempt + " completed and had not started");
            }
        }
    }

    private void count(Map<Attempt, Integer> counts, Attempt attempt, String what) {
        if (counts.merge(attempt, 1, Integer::sum) > 1) {
            contradictions.add(attempt + " " + what + " more than once");
        }
    }

    /** What cannot have happened. */
    List<String> contradictions() {
        return contradictions;
    }

    Collection<Attempt> completed() {
        return completed.keySet();
    }

    Map<JobId, JobState> jobs() {
        return jobs;
    }

    JobStatus status(JobId job) {
        JobState state = jobs.get(job);
        return state == null ? JobStatus.UNDER_CONSTRUCTION : state.head().status();
    }

    /** All parts of all jobs, by entity and part. */
    Map<String, State> parts() {
        Map<String, State> parts = new TreeMap<>(Comparator.naturalOrder());
        jobs.values().forEach(job -> job.parts().forEach(part -> parts.put(part.key(), part)));
        return parts;
    }

    static boolean isOfJob(State part) {
        return part.entity().kind() == EntityKey.Kind.JOB;
    }
}
