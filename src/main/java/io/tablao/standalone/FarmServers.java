// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The Kafka and PostgreSQL that this process brings along: both, one, or none. */
final class FarmServers implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FarmServers.class);

    private final FarmPlan plan;
    private final CompletableFuture<@Nullable EmbeddedKafka> kafka;
    private final CompletableFuture<@Nullable PostgresServer> postgres;
    private boolean closed;

    private FarmServers(
            FarmPlan plan,
            CompletableFuture<@Nullable EmbeddedKafka> kafka,
            CompletableFuture<@Nullable PostgresServer> postgres) {
        this.plan = plan;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** Begins to start what the plan does not find elsewhere; both at once, since each takes a second or more. */
    static FarmServers start(FarmPlan plan, Path data) {
        return new FarmServers(
                plan,
                plan.kafka() != null
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(data.resolve("kafka"))),
                plan.database() != null || !plan.needsDatabase()
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.supplyAsync(() ->
                                PostgresServer.start(data.resolve("postgres"), data.resolve("postgres-programs"))));
    }

    /** Where Kafka is, its own or the plan's; waits until it serves. */
    String bootstrapServers() {
        EmbeddedKafka own = started(kafka);
        return own == null ? Objects.requireNonNull(plan.kafka()) : own.bootstrapServers();
    }

    /** Where the database is, its own or the plan's; null when no stage needs one. */
    @Nullable
    DatabaseAddress database() {
        PostgresServer own = started(postgres);
        return own == null ? plan.database() : own.address();
    }

    /** Stops what was started, the broker first, and waits for what is still starting. The second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        closeWhenStarted(kafka);
        closeWhenStarted(postgres);
    }

    private static <T> @Nullable T started(CompletableFuture<@Nullable T> server) {
        try {
            return server.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupProblem problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static void closeWhenStarted(CompletableFuture<? extends @Nullable AutoCloseable> server) {
        // One that did not start has told so to those who waited for it.
        AutoCloseable started = server.handle((it, problem) -> it).join();
        if (started == null) {
            return;
        }
        try {
            started.close();
        } catch (Exception e) {
            // The other one is to be stopped all the same.
            LOG.error("A server did not stop cleanly; the next start recovers from that", e);
        }
    }
}
