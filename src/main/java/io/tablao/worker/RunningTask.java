// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.JobCommand.ReportProgress;
import io.tablao.event.Notice.Granted;
import io.tablao.event.Topics;
import io.tablao.worker.command.TaskContext;
import io.tablao.worker.command.TaskOutcome;
import io.tablao.worker.command.TaskRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A granted attempt while its commands run: ships its log, and says how far it is. */
final class RunningTask implements TaskContext {

    /**
     * How often it is said at most that something goes on, when no step is done: well within any time-out of tasks, and for
     * ten thousand of them some 300 messages a second.
     */
    static final Duration STIRS_EVERY = Duration.ofSeconds(30);

    private final Granted granted;
    private final Equipment equipment;
    private final TaskLog log;
    private final TaskRun run;

    private volatile @Nullable String stopReason;

    /** Guards the five below: after the end, nothing more is said of steps. */
    private final Object progress = new Object();

    private int steps;
    private int saidSteps;
    private Instant said;
    private boolean stirred;
    private boolean ended;

    RunningTask(Granted granted, Equipment equipment) {
        this.granted = granted;
        this.equipment = equipment;
        this.log = new TaskLog(granted.task(), granted.attempt(), equipment.logLimit(), equipment.outbox()::ship);
        this.said = equipment.clock().instant();
        this.run = new TaskRun(
                granted.definition(), equipment.variablesFor(granted.variables()), equipment.processes(), this);
    }

    /**
     * Runs the commands on this thread. When it returns none of their processes is left, and the whole log is on its way,
     * ahead of whatever is said next.
     */
    TaskOutcome run(String workerName) {
        log("Attempt " + granted.attempt() + " of task " + granted.definition().name() + " of job " + granted.jobName()
                + " on worker " + workerName);
        TaskOutcome outcome = new TaskOutcome.Failed("The worker could not run the task");
        try {
            outcome = run.run();
        } finally {
            synchronized (progress) {
                ended = true;
                equipment.outbox().forget(granted.task());
            }
            log.close(now(), lastLine(outcome));
        }
        return outcome;
    }

    /** Asks the commands to end; from any thread. */
    void stop(String reason) {
        stopReason = reason;
        run.stop();
    }

    /**
     * Ships what has gathered; to be called twice a second, which bounds how often progress is reported. A program that hangs
     * says nothing, and then nothing is said of it either: the worker's heartbeat is about the worker alone.
     */
    void tick() {
        log.flush();
        synchronized (progress) {
            Instant now = now();
            boolean stirs = stirred && !now.isBefore(said.plus(STIRS_EVERY));
            if (!ended && (steps > saidSteps || stirs)) {
                saidSteps = steps;
                said = now;
                stirred = false;
                equipment
                        .outbox()
                        .sayLatest(
                                granted.task(),
                                Topics.COMMANDS,
                                new ReportProgress(
                                        granted.task(), granted.attempt(), granted.worker(), granted.session(), steps));
            }
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "TABLAO_JOB", granted.task().job().toString(),
                "TABLAO_TASK", granted.task().taskId().toString(),
                "TABLAO_ATTEMPT", Integer.toString(granted.attempt()),
                "TABLAO_WORKER", granted.worker().toString());
    }

    @Override
    public void log(String line) {
        stirs();
        log.add(now(), line);
    }

    @Override
    public void stirs() {
        synchronized (progress) {
            stirred = true;
        }
    }

    @Override
    public void steps(int completed) {
        synchronized (progress) {
            steps = completed;
        }
    }

    @Override
    public void output(Path file) {
        log("Produced " + file);
        equipment.previews().offer(granted.task(), file);
    }

    private String lastLine(TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Completed() -> "Task completed";
            // The log has the message already.
            case TaskOutcome.Failed(String message) -> "Task failed";
            case TaskOutcome.Stopped() -> {
                String reason = stopReason;
                yield reason == null ? "Task stopped" : "Task stopped: " + reason;
            }
        };
    }

    private Instant now() {
        return equipment.clock().instant();
    }
}
