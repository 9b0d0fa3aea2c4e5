// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.shaman;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.Disk;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.storage.StorageConfig;
import io.tablao.storage.StoreSweep;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Has the store of uploaded files swept, now and then and when somebody asks for it; one sweep at a time in a process. */
@ApplicationScoped
class ShamanSweeps {

    private static final Logger LOG = Logger.getLogger(ShamanSweeps.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(10);
    private static final long NO_TIMER = -1;

    private final StoreSweep sweep;
    private final boolean enabled;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long timer = NO_TIMER;

    @Inject
    ShamanSweeps(StoreSweep sweep, StorageConfig config, Vertx vertx) {
        this.sweep = sweep;
        this.enabled = config.shaman().enabled();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup, Roles roles) {
        if (enabled && roles.has(Role.API)) {
            timer = vertx.setPeriodic(LOOK_EVERY.toMillis(), tick -> sweepIfDue());
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        vertx.cancelTimer(timer);
    }

    /** @return fails with 409 while another sweep is under way */
    Uni<StoreSweep.Result> sweep(boolean dryRun) {
        return Disk.work(() -> {
            if (!busy.compareAndSet(false, true)) {
                throw ApiProblem.conflict("The store is being swept already");
            }
            try {
                return sweep.sweep(dryRun);
            } finally {
                busy.set(false);
            }
        });
    }

    private void sweepIfDue() {
        Disk.work(sweep::isDue)
                .chain(due -> due
                        ? sweep(false).map(Optional::of)
                        : Uni.createFrom().item(Optional.<StoreSweep.Result>empty()))
                .subscribe()
                .with(
                        swept -> swept.ifPresent(result -> LOG.infof(
                                "%d uploaded files (%d bytes) that no job uses were removed; %d stay",
                                result.files(), result.bytes(), result.kept())),
                        failure -> LOG.warnf(
                                failure, "The store of uploaded files could not be swept now, and will be later"));
    }
}
