// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.live;

import io.tablao.event.Event;
import io.tablao.event.FarmEvent;
import io.tablao.event.JobEvent;
import io.tablao.event.QueueEvent;
import io.tablao.event.RosterEvent;
import io.tablao.event.WorkerEvent;
import io.tablao.model.JobId;
import io.tablao.model.WorkerId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which things are no longer as they were; not how they are now, which whoever looks at them reads. So many changes of one thing
 * are one, and beyond a bound it is only told that many have changed.
 */
final class Changes {

    /** Things of a kind that are named, at most. */
    static final int MOST = 500;

    /** Tasks that are named, at most, over all jobs. */
    static final int MOST_TASKS = 5_000;

    private final Set<JobId> jobs = new HashSet<>();
    private final Map<JobId, BitSet> tasks = new HashMap<>();
    private final Set<JobId> jobsOfManyTasks = new HashSet<>();
    private final Set<WorkerId> workers = new HashSet<>();
    private int namedTasks;
    private boolean manyJobs;
    private boolean manyTasks;
    private boolean manyWorkers;
    private boolean queues;
    private boolean farm;

    void note(Event event) {
        switch (event) {
            case JobEvent.OfTask ofTask -> {
                noteJob(ofTask.job());
                noteTask(ofTask.job(), ofTask.task().index());
            }
            case JobEvent.TasksReleased released -> noteJob(released.job());
            case JobEvent.TasksRecalled recalled -> noteJob(recalled.job());
            case JobEvent job -> {
                noteJob(job.job());
                noteManyTasks(job.job());
            }
            case WorkerEvent worker -> noteWorker(worker.worker());
            case QueueEvent queue -> queues = true;
            case FarmEvent told -> farm = true;
            case RosterEvent roster -> {
                // Nobody looks at a roster.
            }
        }
    }

    private void noteJob(JobId job) {
        if (!manyJobs && jobs.add(job) && jobs.size() > MOST) {
            manyJobs = true;
            jobs.clear();
        }
    }

    private void noteTask(JobId job, int index) {
        if (manyTasks || jobsOfManyTasks.contains(job)) {
            return;
        }
        BitSet ofJob = tasks.computeIfAbsent(job, key -> new BitSet());
        if (!ofJob.get(index)) {
            ofJob.set(index);
            if (++namedTasks > MOST_TASKS) {
                manyTasks = true;
                tasks.clear();
                jobsOfManyTasks.clear();
            }
        }
    }

    private void noteManyTasks(JobId job) {
        BitSet named = tasks.remove(job);
        namedTasks -= named == null ? 0 : named.cardinality();
        if (!manyTasks && jobsOfManyTasks.add(job) && jobsOfManyTasks.size() > MOST) {
            manyTasks = true;
            tasks.clear();
            jobsOfManyTasks.clear();
        }
    }

    private void noteWorker(WorkerId worker) {
        if (!manyWorkers && workers.add(worker) && workers.size() > MOST) {
            manyWorkers = true;
            workers.clear();
        }
    }

    /** Takes in what others changed, too. */
    void add(Changes later) {
        later.jobs.forEach(this::noteJob);
        later.workers.forEach(this::noteWorker);
        later.jobsOfManyTasks.forEach(this::noteManyTasks);
        later.tasks.forEach((job, indices) -> indices.stream().forEach(index -> noteTask(job, index)));
        if (later.manyJobs) {
            manyJobs = true;
            jobs.clear();
        }
        if (later.manyTasks) {
            manyTasks = true;
            tasks.clear();
            jobsOfManyTasks.clear();
        }
        if (later.manyWorkers) {
            manyWorkers = true;
            workers.clear();
        }
        queues |= later.queues;
        farm |= later.farm;
    }

    boolean isEmpty() {
        return jobs.isEmpty() && workers.isEmpty() && !manyJobs && !manyTasks && !manyWorkers && !queues && !farm;
    }

    /** As a browser is told that looks at the tasks of one job; null: of none. */
    LiveMessage message(@Nullable JobId watched) {
        BitSet indices = watched == null ? null : tasks.get(watched);
        return new LiveMessage(
                false,
                jobs.stream().map(JobId::toString).toList(),
                manyJobs,
                indices == null ? List.of() : indices.stream().boxed().toList(),
                watched != null && (manyTasks || jobsOfManyTasks.contains(watched)),
                workers.stream().map(WorkerId::toString).toList(),
                manyWorkers,
                queues,
                farm);
    }
}
