// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.tablao.model.WorkerId;
import io.tablao.model.WorkerStatus;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A worker that has ever signed on. */
@Entity
@Immutable
@Table(name = "worker")
@SuppressWarnings("NullAway.Init")
public class WorkerRow extends PanacheEntityBase {

    @Id
    @Column(name = "id")
    public UUID id;

    @Column(name = "session")
    public UUID session;

    @Column(name = "name")
    public String name;

    @Column(name = "platform")
    public String platform;

    @Column(name = "software")
    public String software;

    /** Sorted. */
    @Column(name = "task_types")
    public String[] taskTypes;

    @Column(name = "can_restart")
    public boolean canRestart;

    /** UUIDs, sorted. */
    @Column(name = "tags")
    public String[] tags;

    @Column(name = "status")
    @Convert(converter = WorkerStatusColumn.class)
    public WorkerStatus status;

    /** The status that the worker is to go to; null: it has the one that it should have. */
    @Column(name = "status_requested")
    @Convert(converter = WorkerStatusColumn.class)
    public @Nullable WorkerStatus statusRequested;

    /** Whether it may end its current task first. */
    @Column(name = "status_lazy")
    public boolean statusLazy;

    /** Why the status is what it is; may be empty. */
    @Column(name = "reason")
    public String reason;

    /** The first sign-on. */
    @Column(name = "registered")
    public Instant registered;

    @Column(name = "last_seen")
    public Instant lastSeen;

    public WorkerId workerId() {
        return new WorkerId(id);
    }
}
