// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import io.tablao.model.JobStatus;
import io.tablao.model.Roster;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of statuses told a second time, as plainly as they can be: lists, loops, and nothing that is fast. It knows no
 * attempts, queues or events, only what people would say of a job: so where it and the scheduler differ, one of them is wrong.
 */
final class ReferenceJob {

    /** A worker that runs no tasks of a type any more. */
    record Blocked(WorkerId worker, String type) {}

    private static final Set<TaskStatus> WAITING = EnumSet.of(TaskStatus.QUEUED, TaskStatus.SOFT_FAILED);
    private static final Set<TaskStatus> UNFINISHED =
            EnumSet.of(TaskStatus.QUEUED, TaskStatus.SOFT_FAILED, TaskStatus.ACTIVE);
    private static final Set<TaskStatus> OPEN =
            EnumSet.of(TaskStatus.QUEUED, TaskStatus.SOFT_FAILED, TaskStatus.ACTIVE, TaskStatus.PAUSED);
    private static final Set<JobStatus> LIVE =
            EnumSet.of(JobStatus.QUEUED, JobStatus.ACTIVE, JobStatus.PAUSED, JobStatus.PAUSE_REQUESTED);

    private final List<TaskDefinition> definitions;
    private final Roster roster;
    private final Rules rules;
    final TaskStatus[] tasks;
    final List<Set<WorkerId>> failedBy = new ArrayList<>();
    final Set<Blocked> blocklist = new HashSet<>();
    private final @Nullable WorkerId[] runner;
    JobStatus status;
    private @Nullable String tag;

    ReferenceJob(List<TaskDefinition> definitions, JobStatus initial, Roster roster, Rules rules) {
        this.definitions = definitions;
        this.roster = roster;
        this.rules = rules;
        tasks = new TaskStatus[definitions.size()];
        Arrays.fill(tasks, TaskStatus.QUEUED);
        definitions.forEach(each -> failedBy.add(new HashSet<>()));
        runner = new WorkerId[definitions.size()];
        status = initial;
    }

    void start(int task, WorkerId worker) {
        if (canStart(task) && mayRun(worker, task)) {
            tasks[task] = TaskStatus.ACTIVE;
            runner[task] = worker;
            if (status == JobStatus.QUEUED) {
                status = JobStatus.ACTIVE;
            }
        }
    }

    void finish(int task, WorkerId worker) {
        if (!runs(task, worker)) {
            return;
        }
        tasks[task] = TaskStatus.COMPLETED;
        if (count(EnumSet.of(TaskStatus.COMPLETED)) == tasks.length) {
            status = JobStatus.COMPLETED;
        } else {
            workHasEnded();
        }
        nobodyLeftFailsTheJob();
    }

    void fail(int task, WorkerId worker) {
        if (!runs(task, worker)) {
            return;
        }
        String type = type(task);
        failedBy.get(task).add(worker);
        int failures = 0;
        for (int other = 0; other < tasks.length; other++) {
            failures += type(other).equals(type) && failedBy.get(other).contains(worker) ? 1 : 0;
        }
        boolean newlyBlocked = failures >= rules.blocklistThreshold() && blocklist.add(new Blocked(worker, type));
        boolean hopeless = nobodyLeft(task);
        boolean hard = hopeless || failedBy.get(task).size() >= rules.taskFailAfter();
        tasks[task] = hard ? TaskStatus.FAILED : pausedIfPausing(TaskStatus.SOFT_FAILED);
        if (newlyBlocked) {
            for (int other = 0; other < tasks.length; other++) {
                boolean tryAgain = other != task
                        && type(other).equals(type)
                        && tasks[other] == TaskStatus.FAILED
                        && failedBy.get(other).contains(worker)
                        && !nobodyLeft(other);
                if (tryAgain) {
                    tasks[other] = pausedIfPausing(TaskStatus.QUEUED);
                }
            }
            for (int other = 0; other < tasks.length && !hopeless; other++) {
                boolean givenUp = other != task
                        && type(other).equals(type)
                        && WAITING.contains(tasks[other])
                        && !failedBy.get(other).isEmpty()
                        && nobodyLeft(other);
                if (givenUp) {
                    tasks[other] = TaskStatus.FAILED;
                    hopeless = true;
                }
            }
        }
        int failed = count(EnumSet.of(TaskStatus.FAILED));
        if (hopeless || (failed > 0 && failed * 100 >= rules.jobFailPercent() * tasks.length)) {
            fail();
        } else {
            workHasEnded();
        }
        nobodyLeftFailsTheJob();
    }

    /** The worker was lost, or has signed off. */
    void lose(WorkerId worker) {
        boolean any = false;
        for (int task = 0; task < tasks.length; task++) {
            if (runs(task, worker)) {
                any = true;
                tasks[task] =
                        pausedIfPausing(failedBy.get(task).isEmpty() ? TaskStatus.QUEUED : TaskStatus.SOFT_FAILED);
            }
        }
        pauseWhenNothingIsActive(any);
        nobodyLeftFailsTheJob();
    }

    void request(JobStatus asked) {
        switch (asked) {
            case CANCEL_REQUESTED -> {
                if (LIVE.contains(status)) {
                    status = JobStatus.CANCELED;
                    all(UNFINISHED, TaskStatus.CANCELED);
                }
            }
            case PAUSE_REQUESTED -> {
                if (status == JobStatus.QUEUED || status == JobStatus.ACTIVE) {
                    all(WAITING, TaskStatus.PAUSED);
                    status = JobStatus.PAUSE_REQUESTED;
                    pauseWhenNothingIsActive(true);
                }
            }
            case QUEUED, REQUEUEING -> {
                all(
                        status == JobStatus.COMPLETED
                                ? EnumSet.of(TaskStatus.COMPLETED)
                                : EnumSet.of(
                                        TaskStatus.CANCELED,
                                        TaskStatus.FAILED,
                                        TaskStatus.PAUSED,
                                        TaskStatus.SOFT_FAILED),
                        TaskStatus.QUEUED);
                failedBy.forEach(Set::clear);
                blocklist.clear();
                status = JobStatus.QUEUED;
            }
            default -> {
                // Nobody can ask for these.
            }
        }
        nobodyLeftFailsTheJob();
    }

    void request(int task, TaskStatus asked) {
        boolean wasActive = tasks[task] == TaskStatus.ACTIVE;
        switch (asked) {
            case QUEUED -> {
                tasks[task] = TaskStatus.QUEUED;
                failedBy.get(task).clear();
                if (!LIVE.contains(status)) {
                    status = JobStatus.QUEUED;
                }
            }
            case CANCELED -> {
                if (OPEN.contains(tasks[task])) {
                    tasks[task] = TaskStatus.CANCELED;
                    if (count(OPEN) == 0 && LIVE.contains(status)) {
                        status = JobStatus.CANCELED;
                    }
                }
            }
            case PAUSED -> {
                if (UNFINISHED.contains(tasks[task])) {
                    tasks[task] = TaskStatus.PAUSED;
                }
            }
            default -> {
                // Nobody can ask for these.
            }
        }
        pauseWhenNothingIsActive(wasActive);
        nobodyLeftFailsTheJob();
    }

    void unblock(WorkerId worker, String type) {
        blocklist.remove(new Blocked(worker, type));
    }

    void changeTag(@Nullable String next) {
        tag = next;
        nobodyLeftFailsTheJob();
    }

    private boolean runs(int task, WorkerId worker) {
        return tasks[task] == TaskStatus.ACTIVE && worker.equals(runner[task]);
    }

    private boolean canStart(int task) {
        return (status == JobStatus.QUEUED || status == JobStatus.ACTIVE)
                && WAITING.contains(tasks[task])
                && definitions.get(task).dependencies().stream()
                        .allMatch(dependency -> tasks[dependency] == TaskStatus.COMPLETED);
    }

    private boolean mayRun(WorkerId worker, int task) {
        var profile = roster.members().get(worker).profile();
        return profile.taskTypes().contains(type(task))
                && (tag == null || profile.tags().contains(tag))
                && !failedBy.get(task).contains(worker)
                && !blocklist.contains(new Blocked(worker, type(task)));
    }

    /** Somebody must have been excluded: a type that nobody accepts just waits for a worker. */
    private boolean nobodyLeft(int task) {
        boolean excluded = !failedBy.get(task).isEmpty()
                || blocklist.stream().anyMatch(blocked -> blocked.type().equals(type(task)));
        return excluded && roster.members().keySet().stream().noneMatch(worker -> mayRun(worker, task));
    }

    private void nobodyLeftFailsTheJob() {
        for (int task = 0; task < tasks.length; task++) {
            if (canStart(task) && nobodyLeft(task)) {
                tasks[task] = TaskStatus.FAILED;
                fail();
            }
        }
    }

    private void fail() {
        status = JobStatus.FAILED;
        all(UNFINISHED, TaskStatus.CANCELED);
    }

    private void workHasEnded() {
        if (status == JobStatus.QUEUED) {
            status = JobStatus.ACTIVE;
        }
        pauseWhenNothingIsActive(true);
    }

    private void pauseWhenNothingIsActive(boolean workHasEnded) {
        if (workHasEnded && status == JobStatus.PAUSE_REQUESTED && count(EnumSet.of(TaskStatus.ACTIVE)) == 0) {
            status = JobStatus.PAUSED;
        }
    }

    private TaskStatus pausedIfPausing(TaskStatus otherwise) {
        return status == JobStatus.PAUSE_REQUESTED ? TaskStatus.PAUSED : otherwise;
    }

    private void all(Set<TaskStatus> from, TaskStatus to) {
        for (int task = 0; task < tasks.length; task++) {
            if (from.contains(tasks[task])) {
                tasks[task] = to;
            }
        }
    }

    private int count(Set<TaskStatus> statuses) {
        return (int) Arrays.stream(tasks).filter(statuses::contains).count();
    }

    private String type(int task) {
        return definitions.get(task).type();
    }
}
