// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.event.JobEvent.JobStatusChanged;
import io.tablao.event.JobPart.JobHead;
import io.tablao.event.JobPart.TaskProgress;
import io.tablao.event.QueueCommand.FreeSlot;
import io.tablao.model.JobStatus;
import io.tablao.model.QueueId;
import io.tablao.model.Roster;
import io.tablao.model.TaskKey;
import io.tablao.model.Variables;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Effect;
import io.tablao.scheduler.entity.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a decision on a job that exists is based on. */
record Circumstances(JobState job, Roster roster, Instant now, Rules rules) {

    JobHead head() {
        return job.head();
    }

    JobStatus status() {
        return job.head().status();
    }

    TaskTable tasks() {
        return job.tasks();
    }

    TaskKey key(int index) {
        return new TaskKey(head().job(), index);
    }

    String name(int index) {
        return tasks().definition(index).name();
    }

    QueueId queue(String type) {
        return new QueueId(type, head().workerTag());
    }

    QueueId queueOf(int index) {
        return queue(tasks().definition(index).type());
    }

    /** How long a task may be active without being heard of. */
    Duration taskTimeout() {
        return Terms.taskTimeout(job.terms(), rules);
    }

    JobStatusChanged becomes(JobStatus status, String reason) {
        return new JobStatusChanged(head().job(), status(), status, reason, now);
    }

    /** The queue that the active task came from learns that its worker is free again. */
    Effect freeSlot(TaskProgress active) {
        var worker = Objects.requireNonNull(active.worker(), "an active task has a worker");
        var started = Objects.requireNonNull(active.started(), "an active task has started");
        // Clocks of different machines: a shard that takes over may be behind the one that granted the start.
        var ran = now.isAfter(started) ? Duration.between(started, now) : Duration.ZERO;
        return new Effect.Tell(new FreeSlot(queueOf(active.index()), key(active.index()), worker, ran));
    }

    /** Whether the worker takes tasks of that type, and carries the job's tag if it has one. */
    boolean accepts(WorkerId worker, int index) {
        return roster.find(worker)
                .filter(member -> member.profile().accepts(queueOf(index)))
                .isPresent();
    }

    /** What variables are for the worker. */
    Variables variablesOf(WorkerId worker) {
        String platform = roster.find(worker)
                .map(member -> member.profile().platform())
                .orElseGet(() -> rules.farm().platform());
        return rules.farm().variablesFor(platform);
    }

    /** Workers that are on the job's blocklist for the type. */
    Set<WorkerId> blocklisted(String type) {
        return head().blocklist().entrySet().stream()
                .filter(entry -> entry.getValue().contains(type))
                .map(entry -> entry.getKey())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Workers that may not run the task: they have failed it, or are blocklisted for its type. */
    Set<WorkerId> avoid(TaskProgress task) {
        return union(blocklisted(tasks().definition(task.index()).type()), task.failedBy());
    }

    /**
     * Whether no registered worker could run a task of the type that avoids these workers. A type that no worker accepts at
     * all just waits for one, as long as nobody is to be avoided.
     */
    boolean nobodyLeft(String type, Set<WorkerId> avoid) {
        return !avoid.isEmpty()
                && roster.accepting(queue(type)).stream().allMatch(member -> avoid.contains(member.worker()));
    }

    static Set<WorkerId> union(Set<WorkerId> some, Set<WorkerId> others) {
        if (others.isEmpty()) {
            return some;
        }
        if (some.isEmpty()) {
            return others;
        }
        var all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
