// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** What people have set for the farm. There is one, or none as long as nobody has set anything. */
@Entity
@Immutable
@Table(name = "farm_settings")
@SuppressWarnings("NullAway.Init")
public class FarmSettingsRow extends PanacheEntityBase {

    @Id
    @Column(name = "one")
    public boolean one;

    @Column(name = "revision")
    public long revision;

    /** The event that tells of it, as it was written. */
    @Column(name = "event")
    public String event;
}
