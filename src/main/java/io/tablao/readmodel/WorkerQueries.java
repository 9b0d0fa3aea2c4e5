// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.WorkerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Workers. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class WorkerQueries implements PanacheRepositoryBase<WorkerRow, UUID> {

    public Uni<Optional<WorkerRow>> find(WorkerId worker) {
        return findById(worker.value()).map(Optional::ofNullable);
    }

    /** All of them, by name. */
    public Uni<List<WorkerRow>> byName() {
        return list("order by name, id");
    }

    /** Names of these workers, in one statement; unknown ones are missing. */
    public Uni<Map<UUID, String>> names(Collection<UUID> workers) {
        if (workers.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return list("id in ?1", workers)
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> row.id, row -> row.name)));
    }
}
