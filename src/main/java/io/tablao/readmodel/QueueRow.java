// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A queue, as it was last measured. */
@Entity
@Immutable
@Table(name = "queue")
@SuppressWarnings("NullAway.Init")
public class QueueRow extends PanacheEntityBase {

    /** The type, or type@tag. */
    @Id
    @Column(name = "id")
    public String id;

    @Column(name = "type")
    public String type;

    @Column(name = "tag")
    public @Nullable String tag;

    /** Whether its topic is there. */
    @Column(name = "open")
    public boolean open;

    /** Runnable tasks that are not dispatched. */
    @Column(name = "waiting")
    public int waiting;

    /** Tasks on the topic, or offered, and not started. */
    @Column(name = "dispatched")
    public int dispatched;

    @Column(name = "running")
    public int running;

    /** How many its awake workers can run at once. */
    @Column(name = "slots")
    public int slots;

    /** Null: never. */
    @Column(name = "measured")
    public @Nullable Instant measured;
}
