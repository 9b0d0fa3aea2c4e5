// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.tablao.model.TaskStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** One start of a task, and how it ended. */
@Entity
@Immutable
@Table(name = "task_attempt")
@IdClass(TaskAttemptRow.Key.class)
@SuppressWarnings("NullAway.Init")
public class TaskAttemptRow extends PanacheEntityBase {

    @Id
    @Column(name = "job_id")
    public UUID jobId;

    @Id
    @Column(name = "task_index")
    public int taskIndex;

    @Id
    @Column(name = "attempt")
    public int attempt;

    @Column(name = "worker_id")
    public UUID workerId;

    @Column(name = "started")
    public @Nullable Instant started;

    /** Null: it runs. */
    @Column(name = "ended")
    public @Nullable Instant ended;

    /** The status that the task got; null: it runs. */
    @Column(name = "outcome")
    @Convert(converter = TaskStatusColumn.class)
    public @Nullable TaskStatus outcome;

    @Column(name = "message")
    public @Nullable String message;

    /** Names an attempt. */
    @SuppressWarnings("NullAway.Init")
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1;

        public UUID jobId;
        public int taskIndex;
        public int attempt;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && taskIndex == key.taskIndex
                    && attempt == key.attempt
                    && Objects.equals(jobId, key.jobId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(jobId, taskIndex, attempt);
        }
    }
}
