// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import io.tablao.model.WorkerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Workers' sleep schedules. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class SleepScheduleQueries implements PanacheRepositoryBase<SleepScheduleRow, UUID> {

    /** Empty: nobody has ever set one. */
    public Uni<Optional<SleepScheduleRow>> of(WorkerId worker) {
        return findById(worker.value()).map(Optional::ofNullable);
    }
}
