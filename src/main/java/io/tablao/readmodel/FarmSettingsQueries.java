// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The farm's settings. To be called on a Vert.x context, as a reactive endpoint is. */
@ApplicationScoped
@WithSession
public class FarmSettingsQueries implements PanacheRepositoryBase<FarmSettingsRow, Boolean> {

    /** Empty: nobody has set anything. */
    public Uni<Optional<FarmSettingsRow>> current() {
        return findById(true).map(Optional::ofNullable);
    }
}
