// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.tablao.model.TaskKey;
import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of rows that belong to a task. */
@SuppressWarnings("NullAway.Init")
public class TaskPart implements Serializable {

    private static final long serialVersionUID = 1;

    public UUID jobId;
    public int taskIndex;

    /** For Hibernate. */
    public TaskPart() {}

    public TaskPart(TaskKey task) {
        this.jobId = task.job().value();
        this.taskIndex = task.index();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TaskPart part && taskIndex == part.taskIndex && Objects.equals(jobId, part.jobId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(jobId, taskIndex);
    }
}
