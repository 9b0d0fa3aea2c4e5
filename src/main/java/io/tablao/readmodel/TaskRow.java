// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.tablao.model.JobId;
import io.tablao.model.TaskKey;
import io.tablao.model.TaskStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A task as it stands; what it does is in its {@link TaskDefinitionRow}. */
@Entity
@Immutable
@Table(name = "task")
@SuppressWarnings("NullAway.Init")
public class TaskRow extends PanacheEntityBase {

    /** The public id. */
    @Id
    @Column(name = "id")
    public UUID id;

    @Column(name = "job_id")
    public UUID jobId;

    @Column(name = "task_index")
    public int index;

    @Column(name = "name")
    public String name;

    @Column(name = "type")
    public String type;

    @Column(name = "priority")
    public int priority;

    @Column(name = "status")
    @Convert(converter = TaskStatusColumn.class)
    public TaskStatus status;

    /** Whether a queue has it: its dependencies are completed and nobody runs it yet. */
    @Column(name = "runnable")
    public boolean runnable;

    /** The newest attempt, 0: none yet. */
    @Column(name = "attempt")
    public int attempt;

    @Column(name = "steps_completed")
    public int stepsCompleted;

    @Column(name = "steps_total")
    public int stepsTotal;

    /** Who runs it, or ran it last; null: nobody has. */
    @Column(name = "worker_id")
    public @Nullable UUID workerId;

    @Column(name = "activity")
    public String activity;

    @Column(name = "created")
    public Instant created;

    @Column(name = "updated")
    public Instant updated;

    /** When a worker last reported on it; null: none has. */
    @Column(name = "touched")
    public @Nullable Instant touched;

    @Column(name = "started")
    public @Nullable Instant started;

    @Column(name = "ended")
    public @Nullable Instant ended;

    public TaskKey key() {
        return new TaskKey(new JobId(jobId), index);
    }
}
