// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.tablao.model.JobId;
import io.tablao.model.JobStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A job, with the sums over its tasks. */
@Entity
@Immutable
@Table(name = "job")
@SuppressWarnings("NullAway.Init")
public class JobRow extends PanacheEntityBase {

    @Id
    @Column(name = "id")
    public UUID id;

    @Column(name = "name")
    public String name;

    @Column(name = "type")
    public String type;

    @Column(name = "type_etag")
    public @Nullable String typeEtag;

    @Column(name = "priority")
    public int priority;

    @Column(name = "status")
    @Convert(converter = JobStatusColumn.class)
    public JobStatus status;

    @Column(name = "activity")
    public String activity;

    /** A JSON object. */
    @Column(name = "settings")
    public String settings;

    /** A JSON object of strings. */
    @Column(name = "metadata")
    public String metadata;

    /** A JSON object. */
    @Column(name = "storage")
    public @Nullable String storage;

    /** Its Shaman checkout. */
    @Column(name = "checkout")
    public @Nullable String checkout;

    @Column(name = "submitter_platform")
    public String submitterPlatform;

    @Column(name = "worker_tag")
    public @Nullable String workerTag;

    /** Null until the job is compiled. */
    @Column(name = "script_hash")
    public @Nullable String scriptHash;

    @Column(name = "created")
    public Instant created;

    @Column(name = "updated")
    public Instant updated;

    /** Since when it is being deleted; null: it is not. */
    @Column(name = "delete_requested")
    public @Nullable Instant deleteRequested;

    @Column(name = "task_count")
    public int taskCount;

    @Column(name = "queued_tasks")
    public int queuedTasks;

    @Column(name = "active_tasks")
    public int activeTasks;

    @Column(name = "completed_tasks")
    public int completedTasks;

    @Column(name = "failed_tasks")
    public int failedTasks;

    @Column(name = "soft_failed_tasks")
    public int softFailedTasks;

    @Column(name = "canceled_tasks")
    public int canceledTasks;

    @Column(name = "paused_tasks")
    public int pausedTasks;

    @Column(name = "steps_completed")
    public long stepsCompleted;

    @Column(name = "steps_total")
    public long stepsTotal;

    /** How many events of its tasks are no longer in its history. */
    @Column(name = "history_dropped")
    public long historyDropped;

    public JobId jobId() {
        return new JobId(id);
    }
}
