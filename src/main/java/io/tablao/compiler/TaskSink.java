// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import io.tablao.model.TaskDefinition;
import java.util.List;

/** Takes a job's tasks while they come out of its script. */
@FunctionalInterface
public interface TaskSink {

    /**
     * May take its time, and the script waits.
     *
     * @param tasks the next ones, in order of their indices
     */
    void take(List<TaskDefinition> tasks) throws InterruptedException;
}
