// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** What a task does, as its script authored it. */
@Entity
@Immutable
@Table(name = "task_definition")
@IdClass(TaskPart.class)
@SuppressWarnings("NullAway.Init")
public class TaskDefinitionRow extends PanacheEntityBase {

    @Id
    @Column(name = "job_id")
    public UUID jobId;

    @Id
    @Column(name = "task_index")
    public int taskIndex;

    /** Indices of tasks of the same job. */
    @Column(name = "dependencies")
    public Integer[] dependencies;

    /** A JSON list of {name, parameters, total_step_count}. */
    @Column(name = "commands")
    public String commands;
}
