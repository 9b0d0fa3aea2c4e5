// SPDX-License-Identifier: Apache-2.0
package io.tablao.readmodel;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Waits until an event is in the projection. It hears of each batch on a connection of its own, which it opens when somebody
 * waits for the first time, and opens again when it breaks.
 */
@ApplicationScoped
public class ProjectionWatch {

    private static final Logger LOG = Logger.getLogger(ProjectionWatch.class);
    private static final String EVENTS = "tablao.events";
    private static final String LISTEN = "LISTEN tablao_projection";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Pool pool;
    private final Map<Integer, Long> nextOffsets = new ConcurrentHashMap<>();
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean listening = new AtomicBoolean();
    private volatile boolean closing;
    private volatile @Nullable PgConnection connection;

    /** Somebody who waits; each is an object of its own, equal to itself only. */
    private static final class Waiter {
        final int partition;
        final long offset;
        final UniEmitter<? super @Nullable Void> emitter;

        Waiter(int partition, long offset, UniEmitter<? super @Nullable Void> emitter) {
            this.partition = partition;
            this.offset = offset;
            this.emitter = emitter;
        }
    }

    @Inject
    public ProjectionWatch(Pool pool) {
        this.pool = pool;
    }

    /**
     * Completes when the event at {@code offset} of a partition of the events topic is projected, or when the time is over:
     * what is read then may be older, and is none the less an answer. Never fails.
     */
    public Uni<Void> passed(int partition, long offset, Duration atMost) {
        if (isPassed(partition, offset)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    Waiter waiter = new Waiter(partition, offset, emitter);
                    waiters.add(waiter);
                    emitter.onTermination(() -> waiters.remove(waiter));
                    listen();
                    look();
                })
                .ifNoItem()
                .after(atMost)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private boolean isPassed(int partition, long offset) {
        return nextOffsets.getOrDefault(partition, 0L) > offset;
    }

    private void listen() {
        if (listening.compareAndSet(false, true)) {
            pool.getConnection()
                    .chain(this::listenUntilClosed)
                    .onFailure(failure -> !closing)
                    .retry()
                    .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                    .indefinitely()
                    .subscribe()
                    .with(never -> {}, failure -> LOG.debug("The watch of the projection ends"));
        }
    }

    /** Ends, with a failure, when the connection does. */
    private Uni<Void> listenUntilClosed(SqlConnection pooled) {
        PgConnection pg = PgConnection.cast(pooled);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        pg.notificationHandler(this::told);
        pg.exceptionHandler(failure -> LOG.debugf(failure, "The connection that hears of the projection breaks"));
        pg.closeHandler(() -> closed.completeExceptionally(new ClosedChannelException()));
        connection = pg;
        return pg.query(LISTEN)
                .execute()
                // What was told before we listened is looked up.
                .invoke(this::look)
                .onFailure()
                .call(pg::close)
                .chain(() -> Uni.createFrom().completionStage(closed));
    }

    private void told(PgNotification notification) {
        for (String pair : notification.getPayload().split(",", -1)) {
            int colon = pair.indexOf(':');
            moved(Integer.parseInt(pair.substring(0, colon)), Long.parseLong(pair.substring(colon + 1)));
        }
    }

    /** A failure is no matter: whoever waits has a bound. */
    private void look() {
        pool.preparedQuery("SELECT partition, next_offset FROM projection_offset WHERE topic = '" + EVENTS + "'")
                .execute()
                .subscribe()
                .with(
                        rows -> {
                            for (Row row : rows) {
                                moved(row.getInteger(0), row.getLong(1));
                            }
                        },
                        failure -> LOG.debugf(failure, "Cannot look up how far events are projected"));
    }

    private void moved(int partition, long nextOffset) {
        nextOffsets.put(partition, nextOffset);
        for (Waiter waiter : waiters) {
            if (waiter.partition == partition && nextOffset > waiter.offset) {
                waiter.emitter.complete(null);
            }
        }
    }

    @PreDestroy
    void close() {
        closing = true;
        PgConnection open = connection;
        if (open != null) {
            open.closeAndForget();
        }
    }
}
