// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.tablao.model.JobId;
import io.tablao.storage.Checkouts;
import io.tablao.storage.JobFolders;
import io.tablao.storage.RelativePath;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Erases what deleted jobs have left in PostgreSQL and on the storage, a step at a time, beside the projection. Which jobs, and
 * how far it has come with them, is in the database; so it goes on in whatever process is there, and doing a step twice does
 * no harm.
 */
@ApplicationScoped
public class JobEraser {

    private static final Logger LOG = Logger.getLogger(JobEraser.class);
    private static final long NO_TIMER = -1;

    /** Longer than log chunks stay on their topic: until then some may come late. */
    private static final Duration MEMORY = Duration.ofDays(8);

    private final SchemaMigration schema;
    private final JobErasure erasure;
    private final JobFolders folders;
    private final Checkouts checkouts;
    private final ProjectorConfig config;
    private final Vertx vertx;
    private final Clock clock = Clock.systemUTC();
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile long timer = NO_TIMER;

    @Inject
    public JobEraser(
            SchemaMigration schema,
            Pool pool,
            JobFolders folders,
            Checkouts checkouts,
            ProjectorConfig config,
            Vertx vertx) {
        this.schema = schema;
        this.erasure = new JobErasure(pool);
        this.folders = folders;
        this.checkouts = checkouts;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup, Roles roles) {
        if (roles.has(Role.PROJECTOR)) {
            timer = vertx.setPeriodic(config.eraseInterval().toMillis(), tick -> look());
        }
    }

    void stop(@Observes ShutdownEvent shutdown) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!schema.done() || !busy.compareAndSet(false, true)) {
            return;
        }
        eraseAll()
                .chain(() -> erasure.forget(clock.instant().minus(MEMORY)))
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(
                        done -> LOG.trace("Nothing of deleted jobs is left"),
                        failure -> LOG.warnf(
                                "Deleted jobs could not be erased now, and will be later: %s", failure.getMessage()));
    }

    private Uni<Void> eraseAll() {
        return Uni.createFrom()
                .deferred(() -> stopped ? Uni.createFrom().item(Optional.<JobErasure.Step>empty()) : erasure.step())
                .chain(step -> step.filter(JobErasure.Step::nothingLeft)
                        .map(last -> end(last.job()).replaceWith(step))
                        .orElseGet(() -> Uni.createFrom().item(step)))
                .repeat()
                .whilst(Optional::isPresent)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> end(JobId job) {
        return erasure.checkout(job)
                .chain(checkout -> Uni.createFrom()
                        .item(() -> {
                            folders.remove(job);
                            checkout.ifPresent(each -> remove(job, each));
                            return job;
                        })
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
                .chain(gone -> erasure.done(gone, clock.instant()))
                .invoke(() -> LOG.infof("Nothing is left of the deleted job %s", job));
    }

    /** Removes what the farm has put together for the job; whatever else the job claims to be its own stays. */
    private void remove(JobId job, JobErasure.Checkout checkout) {
        if (RelativePath.read(checkout.name()) instanceof RelativePath.Reading.Fine(RelativePath path)) {
            try {
                if (checkouts.remove(path, checkout.deleted())) {
                    LOG.infof("The checkout %s went with job %s", path, job);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The checkout " + path + " of job " + job + " could not be removed", e);
            }
        }
    }
}
