// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the schema up to date before the first batch is written. In the background: a farm starts, and renders, while
 * PostgreSQL is away.
 */
@ApplicationScoped
public class SchemaMigration {

    private static final Logger LOG = Logger.getLogger(SchemaMigration.class);

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

    /** Not only with the first batch, which may come late: readers of a new farm need the tables. */
    void start(@Observes StartupEvent startup, Roles roles) {
        if (roles.has(Role.PROJECTOR)) {
            migrated.subscribe()
                    .with(
                            now -> LOG.info("The database has the newest schema"),
                            failure -> LOG.error(
                                    "The database could not be brought to the newest schema; nothing is projected",
                                    failure));
        }
    }

    /** Begins with the first subscription; each later one waits for the same migration. */
    Uni<Void> migrated() {
        return migrated;
    }

    boolean done() {
        return done;
    }
}
