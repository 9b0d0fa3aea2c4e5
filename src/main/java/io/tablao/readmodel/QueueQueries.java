// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Queues. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class QueueQueries implements PanacheRepositoryBase<QueueRow, String> {

    /** All of them, by type and tag. */
    public Uni<List<QueueRow>> all() {
        return list("order by id");
    }
}
