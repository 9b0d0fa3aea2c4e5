// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What a running command may do: tell what happens, and start a child process. Used by the task's thread only. */
final class CommandContext {

    private final TaskContext task;
    private final RunningProcesses processes;
    private final int stepsBefore;
    private final int totalSteps;
    private int completed;

    /**
     * @param stepsBefore what the task's earlier commands amount to
     * @param totalSteps that this command reports, 0 when it reports none: then only its end counts, as one step
     */
    CommandContext(TaskContext task, RunningProcesses processes, int stepsBefore, int totalSteps) {
        this.task = task;
        this.processes = processes;
        this.stepsBefore = stepsBefore;
        this.totalSteps = totalSteps;
    }

    void log(String line) {
        task.log(line);
    }

    /** Work goes on; to be called now and then by commands that have no program's output to show it. */
    void stirs() {
        task.stirs();
    }

    /** One more of this command's steps is done; more than the command has are not counted. */
    void step() {
        steps(completed + 1);
    }

    /** @param steps of this command that are done; never goes back, and never above the command's total */
    void steps(int steps) {
        advance(Math.min(steps, totalSteps));
    }

    /** The command is done, however many of its steps it has told. */
    void complete() {
        advance(Math.max(1, totalSteps));
    }

    private void advance(int steps) {
        if (steps > completed) {
            completed = steps;
            task.steps(stepsBefore + steps);
        }
    }

    void output(Path file) {
        task.output(file);
    }

    /**
     * Runs a program without a shell and waits for its end; stops it, with its children, when the task is stopped.
     *
     * @param onLine takes each line of output and errors, on this thread
     * @return the exit code
     */
    int execute(List<String> commandLine, Consumer<String> onLine) throws IOException, InterruptedException {
        return ChildProcess.start(commandLine, task.environment(), processes).awaitExit(onLine);
    }
}
