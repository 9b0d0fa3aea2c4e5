// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.time.Duration;

/**
 * How much one run of a script may use up. A job of many tasks may take more of it.
 *
 * @param bytes of memory that it may allocate in total, garbage included, before its first task
 * @param bytesPerTask more for each task that it has added
 * @param tasks that a job may have
 * @param commands that a task may have
 * @param jobCharacters of all tasks, written as JSON
 * @param logLines that it may write
 */
record Allowance(
        Duration time,
        Duration timePerMillionTasks,
        long bytes,
        long bytesPerTask,
        int tasks,
        int commands,
        long jobCharacters,
        int logLines) {

    private static final long MILLION = 1_000_000;
    private static final double NANOS = 1e9;

    static Allowance of(CompilerConfig config) {
        return new Allowance(
                config.timeLimit(),
                config.timePerMillionTasks(),
                config.memoryLimit().asLongValue(),
                config.memoryPerTask().asLongValue(),
                config.tasksLimit(),
                config.commandsLimit(),
                config.jobSizeLimit().asLongValue(),
                config.logLinesLimit());
    }

    long nanos(int tasksAdded) {
        return time.toNanos() + timePerMillionTasks.toNanos() / MILLION * tasksAdded;
    }

    /** The same, in seconds for people. */
    String seconds(int tasksAdded) {
        double seconds = Math.round(nanos(tasksAdded) / NANOS * 10) / 10.0;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }

    long bytes(int tasksAdded) {
        return bytes + bytesPerTask * tasksAdded;
    }
}
