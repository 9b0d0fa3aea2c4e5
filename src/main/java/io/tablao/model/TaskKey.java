// SPDX-License-Identifier: Apache-2.0
package io.tablao.model;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Names a task inside the farm: its job, and its place (from 0) in the order in which the script added the tasks. */
public record TaskKey(JobId job, int index) implements Comparable<TaskKey> {

    public TaskKey {
        if (index < 0) {
            throw new IllegalArgumentException("A task's index starts at 0, not " + index);
        }
    }

    /** The task's public id: a name-based UUID of job id and index, so that compiling a job twice gives the same ids. */
    public TaskId taskId() {
        ByteBuffer name = ByteBuffer.allocate(20)
                .putLong(job.value().getMostSignificantBits())
                .putLong(job.value().getLeastSignificantBits())
                .putInt(index);
        return new TaskId(UUID.nameUUIDFromBytes(name.array()));
    }

    @Override
    public int compareTo(TaskKey other) {
        int byJob = job.compareTo(other.job);
        return byJob != 0 ? byJob : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return job + "/" + index;
    }
}
