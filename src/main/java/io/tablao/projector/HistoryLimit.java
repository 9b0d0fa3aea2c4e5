// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tablao.bus.Role;
import io.tablao.bus.Roles;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps the history of large jobs within bounds: of what happened to single tasks the oldest goes, what happened to the job as a
 * whole stays. How much is gone stands with the job.
 */
@ApplicationScoped
public class HistoryLimit {

    private static final Logger LOG = Logger.getLogger(HistoryLimit.class);
    private static final long NO_TIMER = -1;
    private static final int ROWS_AT_ONCE = 1_000;

    // A tenth more is let pass, so that a busy job is not looked at for every event.
    private static final String DROP = """
            WITH
            long AS (
                SELECT id, history_kept - $1::bigint AS excess
                FROM job WHERE history_kept > $1::bigint + $1::bigint / 10 LIMIT 1
            ),
            oldest AS (
                SELECT job_id, position, sum(events) OVER (ORDER BY position) - events AS before
                FROM job_history WHERE job_id = (SELECT id FROM long) AND of_tasks
                ORDER BY position LIMIT $2::bigint
            ),
            dropped AS (
                DELETE FROM job_history history USING oldest
                WHERE history.job_id = oldest.job_id AND history.position = oldest.position
                    AND oldest.before < (SELECT excess FROM long)
                RETURNING history.events
            ),
            counted AS (SELECT coalesce(sum(events), 0) AS events FROM dropped)
            UPDATE job SET history_kept = history_kept - events, history_dropped = history_dropped + events
            FROM counted WHERE id = (SELECT id FROM long) AND events > 0
            """;

    private final SchemaMigration schema;
    private final Pool pool;
    private final ProjectorConfig config;
    private final Vertx vertx;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopped;
    private volatile long timer = NO_TIMER;

    @Inject
    public HistoryLimit(SchemaMigration schema, Pool pool, ProjectorConfig config, Vertx vertx) {
        this.schema = schema;
        this.pool = pool;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent startup, Roles roles) {
        if (roles.has(Role.PROJECTOR)) {
            timer = vertx.setPeriodic(config.historyInterval().toMillis(), tick -> look());
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
        Uni.createFrom()
                .deferred(() -> stopped ? Uni.createFrom().item(0) : drop(pool, config.historyLimit(), ROWS_AT_ONCE))
                .repeat()
                .whilst(dropped -> dropped > 0)
                .collect()
                .last()
                .onTermination()
                .invoke(() -> busy.set(false))
                .subscribe()
                .with(
                        done -> LOG.trace("No job has too long a history"),
                        failure -> LOG.warnf(
                                "Long histories of jobs could not be shortened now, and will be later: %s",
                                failure.getMessage()));
    }

    /**
     * Drops some of the history of one job.
     *
     * @return how many jobs had too much of it and were shortened: 0 or 1
     */
    static Uni<Integer> drop(Pool pool, int limit, int atMost) {
        return pool.preparedQuery(DROP)
                .execute(Tuple.of((long) limit, (long) atMost))
                .map(rows -> rows.rowCount());
    }
}
