// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The farm's tags. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class WorkerTagQueries implements PanacheRepositoryBase<WorkerTagRow, String> {

    /** All of them, by name. */
    public Uni<List<WorkerTagRow>> byName() {
        return list("order by lower(name), id");
    }

    /** Those of them that exist, by name. */
    public Uni<List<WorkerTagRow>> byName(Collection<String> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(List.of()) : list("id in ?1 order by lower(name), id", ids);
    }

    public Uni<Optional<WorkerTagRow>> find(String id) {
        return findById(id).map(Optional::ofNullable);
    }

    /** Capitals do not matter, as for the farm itself. */
    public Uni<Optional<WorkerTagRow>> named(String name) {
        return find("lower(name) = lower(?1)", name).firstResult().map(Optional::ofNullable);
    }

    /** Names of jobs that carry the tag and have not ended, the oldest first, at most so many. */
    public Uni<List<String>> jobsThatNeed(String tag, int atMost) {
        return getSession()
                .chain(session -> session.createNativeQuery("""
                    select name from job
                    where worker_tag = ?1 and status not in ('completed', 'failed', 'canceled')
                    order by created, id
                    """, String.class)
                        .setParameter(1, tag)
                        .setMaxResults(atMost)
                        .getResultList());
    }
}
