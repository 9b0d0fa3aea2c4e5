// SPDX-License-Identifier: Apache-2.0
package io.tablao.scheduler.job;

import static io.tablao.scheduler.job.JobTrial.JOB;
import static io.tablao.scheduler.job.JobTrial.START;
import static io.tablao.scheduler.job.JobTrial.key;
import static io.tablao.scheduler.job.JobTrial.that;

import io.tablao.event.JobCommand;
import io.tablao.event.JobEvent;
import io.tablao.event.Notice;
import io.tablao.event.QueueCommand;
import io.tablao.event.QueuedTask;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import io.tablao.model.JobSubmission;
import io.tablao.model.JsonText;
import io.tablao.model.QueueId;
import io.tablao.model.TaskCommand;
import io.tablao.model.TaskDefinition;
import io.tablao.model.TaskStatus;
import io.tablao.model.WorkerId;
import io.tablao.scheduler.entity.Rules;
import io.tablao.scheduler.job.JobTrial.Ask;
import io.tablao.scheduler.job.JobTrial.Past;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The words that the tests of a job are written in. */
final class Plot {

    static final QueueId BLENDER = QueueId.of("blender");
    static final QueueId FFMPEG = QueueId.of("ffmpeg");
    static final String SCRIPT = "hash of the script";

    private Plot() {}

    // What a job is made of

    static TaskDefinition task(int index, String type, Integer... dependencies) {
        var command = new TaskCommand("exec", JsonText.EMPTY_OBJECT, 10);
        return new TaskDefinition(index, "t" + index, type, 50, List.of(dependencies), List.of(command));
    }

    static TaskDefinition render(int index, Integer... dependencies) {
        return task(index, "blender", dependencies);
    }

    static List<TaskDefinition> renders(int count) {
        return IntStream.range(0, count).mapToObj(index -> render(index)).toList();
    }

    /** Frames, and a video of type ffmpeg that depends on all of them. */
    static List<TaskDefinition> film(int frames) {
        List<TaskDefinition> tasks = new ArrayList<>(renders(frames));
        tasks.add(task(frames, "ffmpeg", IntStream.range(0, frames).boxed().toArray(Integer[]::new)));
        return tasks;
    }

    static JobSubmission submission(JobStatus initial) {
        return new JobSubmission(
                "Film", "test", null, 50, JsonText.EMPTY_OBJECT, Map.of(), "linux", null, null, initial);
    }

    // What is asked of it

    static Ask register() {
        return trial -> new JobCommand.RegisterJob(JOB, submission(JobStatus.QUEUED));
    }

    static Ask add(String compilation, int chunk, TaskDefinition... tasks) {
        return trial -> new JobCommand.AddTasks(JOB, compilation, chunk, Arrays.asList(tasks));
    }

    static Ask seal(String compilation, int tasks) {
        return trial -> new JobCommand.SealJob(JOB, compilation, tasks, JsonText.EMPTY_OBJECT, Map.of(), SCRIPT);
    }

    static Ask seal(String compilation, int tasks, Map<String, String> metadata) {
        return trial -> new JobCommand.SealJob(JOB, compilation, tasks, JsonText.EMPTY_OBJECT, metadata, SCRIPT);
    }

    static Ask retry(int task, int retry) {
        return trial -> new JobCommand.RetryTask(key(task), retry);
    }

    static Ask follow(JobId follower) {
        return trial -> new JobCommand.FollowJob(JOB, follower);
    }

    static Ask hear(JobId predecessor, String name, @Nullable JobStatus status) {
        return trial -> new JobCommand.HearOfJob(JOB, predecessor, name, status);
    }

    static Ask failCompilation(String message) {
        return trial -> new JobCommand.FailCompilation(JOB, message);
    }

    static Ask request(JobStatus status) {
        return trial -> new JobCommand.RequestJobStatus(JOB, status, "Somebody asked");
    }

    static Ask pause() {
        return request(JobStatus.PAUSE_REQUESTED);
    }

    static Ask cancel() {
        return request(JobStatus.CANCEL_REQUESTED);
    }

    static Ask requeue() {
        return request(JobStatus.REQUEUEING);
    }

    static Ask requestTask(int task, TaskStatus status) {
        return trial -> new JobCommand.RequestTaskStatus(key(task), status, "Somebody asked");
    }

    static Ask priority(int priority) {
        return trial -> new JobCommand.ChangeJobPriority(JOB, priority);
    }

    static Ask delete() {
        return trial -> new JobCommand.DeleteJob(JOB, "Somebody asked");
    }

    static Ask erase() {
        return trial -> new JobCommand.EraseJob(JOB);
    }

    static Ask forget() {
        return trial -> new JobCommand.ForgetDeletedJob(JOB);
    }

    static Ask release() {
        return trial -> new JobCommand.ReleaseTasks(JOB);
    }

    static Ask start(int task, Crew worker) {
        return trial -> new JobCommand.StartTask(key(task), trial.attempt(task), worker.id(), worker.session());
    }

    static Ask progress(int task, Crew worker, int steps) {
        return trial ->
                new JobCommand.ReportProgress(key(task), trial.attempt(task), worker.id(), worker.session(), steps);
    }

    static Ask finish(int task, Crew worker) {
        return trial -> new JobCommand.FinishTask(key(task), trial.attempt(task), worker.id(), worker.session());
    }

    static Ask fail(int task, Crew worker) {
        return trial ->
                new JobCommand.FailTask(key(task), trial.attempt(task), worker.id(), worker.session(), "out of memory");
    }

    static Ask returnTasks(Crew worker) {
        return trial -> new JobCommand.ReturnTasks(JOB, worker.id(), null, "The worker was lost");
    }

    static Ask check(int task) {
        return trial -> new JobCommand.CheckTask(key(task), trial.attempt(task));
    }

    static Ask expire(int task) {
        return trial -> new JobCommand.ExpireAttempt(key(task), trial.attempt(task));
    }

    // What has come about before

    static Past registered() {
        return that(register());
    }

    static Past registered(JobStatus initial) {
        return that(trial -> new JobCommand.RegisterJob(JOB, submission(initial)));
    }

    static Past job(List<TaskDefinition> tasks) {
        return job(JobStatus.QUEUED, tasks);
    }

    static Past job(JobStatus initial, List<TaskDefinition> tasks) {
        return trial -> {
            registered(initial).accept(trial);
            that(add("c", 0, tasks.toArray(TaskDefinition[]::new))).accept(trial);
            that(seal("c", tasks.size())).accept(trial);
        };
    }

    /** @param options of the job, as pairs of key and value in its metadata */
    static Past jobWith(Map<String, String> options, List<TaskDefinition> tasks) {
        return trial -> {
            registered().accept(trial);
            that(add("c", 0, tasks.toArray(TaskDefinition[]::new))).accept(trial);
            that(seal("c", tasks.size(), options)).accept(trial);
        };
    }

    static Past started(int task, Crew worker) {
        return that(start(task, worker));
    }

    static Past completed(int task, Crew worker) {
        return trial -> {
            started(task, worker).accept(trial);
            that(finish(task, worker)).accept(trial);
        };
    }

    static Past failed(int task, Crew... workers) {
        return trial -> {
            for (var worker : workers) {
                started(task, worker).accept(trial);
                that(fail(task, worker)).accept(trial);
            }
        };
    }

    /** Tasks from one to before another, all by Anna. */
    static Past allCompleted(int from, int to) {
        return trial -> IntStream.range(from, to)
                .forEach(task -> completed(task, Crew.ANNA).accept(trial));
    }

    // What happens

    static JobEvent becomes(JobStatus from, JobStatus to) {
        return new JobEvent.JobStatusChanged(JOB, from, to, "", START);
    }

    static JobEvent tasksBecome(TaskStatus to, TaskStatus... from) {
        return new JobEvent.TasksChanged(JOB, Set.of(from), to, "");
    }

    static JobEvent released(QueuedTask... tasks) {
        return new JobEvent.TasksReleased(JOB, Arrays.asList(tasks));
    }

    static QueuedTask queued(int task, int attempt) {
        return new QueuedTask(task, attempt, 50);
    }

    static JobEvent taskStarted(int task, int attempt, Crew worker) {
        return new JobEvent.TaskStarted(key(task), attempt, worker.id(), worker.session(), START);
    }

    static JobEvent taskCompleted(int task, int attempt, Crew worker) {
        return new JobEvent.TaskCompleted(key(task), attempt, worker.id(), START);
    }

    static JobEvent taskSoftFailed(int task, int attempt, Crew worker) {
        return new JobEvent.TaskSoftFailed(key(task), attempt, worker.id(), "");
    }

    static JobEvent taskFailed(int task, int attempt, Crew worker) {
        return new JobEvent.TaskFailed(key(task), attempt, worker.id(), "");
    }

    /** Without anybody having run it. */
    static JobEvent taskGivenUp(int task, int attempt) {
        return new JobEvent.TaskFailed(key(task), attempt, null, "");
    }

    static JobEvent taskReturned(int task, TaskStatus to) {
        return new JobEvent.TaskReturned(key(task), to, false, "");
    }

    static JobEvent queuedByHand(int task) {
        return new JobEvent.TaskReturned(key(task), TaskStatus.QUEUED, true, "");
    }

    static JobEvent taskCanceled(int task) {
        return new JobEvent.TaskCanceled(key(task), "");
    }

    static JobEvent recalled(QueuedTask... tasks) {
        return new JobEvent.TasksRecalled(JOB, Arrays.asList(tasks));
    }

    static JobEvent stalled() {
        return new JobEvent.JobStalled(JOB, "");
    }

    /** Queued again, with its failures forgotten, for a retry that is so long after the start of the test. */
    static JobEvent[] retryPlanned(int task, int retry, Duration due) {
        return new JobEvent[] {
            new JobEvent.TaskReturned(key(task), TaskStatus.QUEUED, true, ""),
            new JobEvent.RetryPlanned(key(task), retry, START.plus(due))
        };
    }

    static JobEvent blocklisted(Crew worker) {
        return new JobEvent.WorkerBlocklisted(JOB, worker.id(), "blender");
    }

    // Who is told

    static JobCommand releaseTasks() {
        return new JobCommand.ReleaseTasks(JOB);
    }

    static QueueCommand enqueue(QueueId queue, Set<WorkerId> avoid, QueuedTask... tasks) {
        return new QueueCommand.EnqueueTasks(queue, JOB, 50, START, Arrays.asList(tasks), avoid);
    }

    static QueueCommand dequeue(QueueId queue) {
        return new QueueCommand.DequeueJob(queue, JOB);
    }

    static QueueCommand withdraw(QueueId queue, QueuedTask... tasks) {
        return new QueueCommand.WithdrawTasks(queue, JOB, Arrays.asList(tasks));
    }

    static QueueCommand freeSlot(int task, Crew worker) {
        return freeSlot(task, worker, Duration.ZERO);
    }

    static QueueCommand freeSlot(int task, Crew worker, Duration ran) {
        return new QueueCommand.FreeSlot(BLENDER, key(task), worker.id(), ran);
    }

    static Notice stop(int task, int attempt, Crew worker) {
        return new Notice.StopTask(worker.id(), worker.session(), key(task), attempt, "");
    }

    static Notice refused(int task, int attempt, Crew worker) {
        return new Notice.Refused(worker.id(), worker.session(), key(task), attempt, "");
    }

    static Notice granted(int attempt, Crew worker, TaskDefinition task) {
        return new Notice.Granted(
                worker.id(),
                worker.session(),
                key(task.index()),
                attempt,
                "Film",
                "test",
                50,
                task,
                Rules.DEFAULT.farm().variablesFor("linux"));
    }
}
