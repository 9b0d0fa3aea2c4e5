// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A tag of the farm. */
@Entity
@Immutable
@Table(name = "worker_tag")
@SuppressWarnings("NullAway.Init")
public class WorkerTagRow extends PanacheEntityBase {

    /** A UUID. */
    @Id
    @Column(name = "id")
    public String id;

    @Column(name = "name")
    public String name;

    /** May be empty. */
    @Column(name = "description")
    public String description;
}
