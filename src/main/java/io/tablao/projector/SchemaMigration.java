// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema up to date before the first batch is written. In the background: a farm starts, and renders, while
 * PostgreSQL is away.
 */
@ApplicationScoped
public class SchemaMigration {

    private final Uni<Void> migrated;
    private volatile boolean done;

    @Inject
    public SchemaMigration(Instance<Flyway> flyway, ProjectorConfig config) {
        Uni<Void> once = Uni.createFrom()
                .item(() -> flyway.get().migrate())
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .replaceWithVoid();
        migrated = new Outage("The migration of the database", config.longestPause())
                .outlast(once)
                .invoke(() -> done = true)
                .memoize()
                .indefinitely();
    }

    /** Begins with the first subscription; each later one waits for the same migration. */
    Uni<Void> migrated() {
        return migrated;
    }

    boolean done() {
        return done;
    }
}
