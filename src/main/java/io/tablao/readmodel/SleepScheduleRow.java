// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalTime;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** When a worker sleeps. */
@Entity
@Immutable
@Table(name = "sleep_schedule")
@SuppressWarnings("NullAway.Init")
public class SleepScheduleRow extends PanacheEntityBase {

    @Id
    @Column(name = "worker_id")
    public UUID workerId;

    @Column(name = "active")
    public boolean active;

    /** {@code mo tu we} …, in order of the week; empty: every day. */
    @Column(name = "days")
    public String days;

    /** Null: from the beginning of the day. */
    @Column(name = "start_time")
    public @Nullable LocalTime start;

    /** Null: to the end of the day. */
    @Column(name = "end_time")
    public @Nullable LocalTime end;

    /** Null: nothing will change. */
    @Column(name = "next_change")
    public @Nullable Instant nextChange;
}
