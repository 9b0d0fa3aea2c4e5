// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.nio.file.Path;
import java.util.Map;

/**
 * Whom a running task tells what happens. Called only by the thread that runs the task, one call at a time; what the
 * methods throw ends the task as failed.
 */
public interface TaskContext {

    /** What the task's programs find in their environment beside the worker's own: which run of which task they belong to. */
    Map<String, String> environment();

    /** @param line one line without its end, at most 4096 characters when a program printed it */
    void log(String line);

    /** Something goes on, though there is nothing to tell of it: what is silent for too long is taken to hang. */
    void stirs();

    /** @param steps completed so far over all commands of the task; grows from call to call */
    void steps(int steps);

    /** A file, an image as a rule, was produced and is complete. */
    void output(Path file);
}
