// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.tablao.bus.KafkaSettings;
import io.tablao.event.Topics;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/**
 * Fills a second schema from Kafka while the projection goes on serving, and puts it in the place of the first. Jobs whose
 * beginning Kafka does not hold any more are carried over, row by row, as the projection has them.
 *
 * <p>May be killed at any point: another run goes on where this one was. Until the last transaction, which exchanges the
 * tables, readers and projectors see nothing of it.
 */
public final class Rebuild implements AutoCloseable {

    /** Somebody is rebuilding already, or there is nothing to rebuild from. The message is for an operator. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Kafka or PostgreSQL did not answer as they should. What serves is as it was; another run goes on. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interrupted(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Told every now and then how many of how many events are done. */
    public interface Progress {
        void at(long done, long all);
    }

    /** What came of it. */
    public record Result(long events, long jobsCarriedOver) {}

    /** Where the database is. */
    public record Database(String host, int port, String name, String user, String password) {
        String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name;
        }
    }

    private static final Logger LOG = Logger.getLogger(Rebuild.class);

    /** Any number, as long as nobody else takes it for another lock of this database. */
    private static final long LOCK = 0x7AB1A0_5EC0_4DL;

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int EXCHANGE_TRIES = 100;

    /** So few events are folded while projectors wait. */
    private static final int LAST_MOMENT = 10_000;

    private final KafkaSettings kafka;
    private final Database database;
    private final String version;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    /** @param version of this program: what another version has begun is thrown away */
    public Rebuild(KafkaSettings kafka, Database database, String version) {
        this.kafka = kafka;
        this.database = database;
        this.version = version;
        this.pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(new PgConnectOptions()
                        .setHost(database.host())
                        .setPort(database.port())
                        .setDatabase(database.name())
                        .setUser(database.user())
                        .setPassword(database.password())
                        .setCachePreparedStatements(true)
                        .addProperty("search_path", SecondSchema.NAME))
                .using(vertx)
                .build());
    }

    /** @throws Refused when another process is at it, or the projection cannot be read from Kafka as it stands */
    public Result run(Progress progress) {
        try {
            return locked(progress);
        } catch (SQLException | KafkaException e) {
            throw new Interrupted(e);
        }
    }

    private Result locked(Progress progress) throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            if (!tryToLock(connection)) {
                throw new Refused("Another process is rebuilding the projection of this database: wait for it.");
            }
            var second = new SecondSchema(database, connection);
            try (var replay = new Replay(kafka, pool, progress)) {
                SortedMap<Integer, Long> first = replay.firstOffsets();
                second.prepare(version, first);
                replay.begin(first);
                return rebuild(connection, second, replay);
            }
        }
    }

    private Result rebuild(Connection connection, SecondSchema second, Replay replay) throws SQLException {
        long events = follow(connection, replay);
        second.analyze();
        second.removeDeleted();
        second.noteMissing();
        replay.forgetSkipped();
        // Of the missing jobs those come that were registered only just now.
        events += follow(connection, replay);
        long carried = second.carryOver();
        for (int attempt = 1; ; attempt++) {
            events += follow(connection, replay);
            try {
                events += exchange(connection, second, replay);
                break;
            } catch (SQLException e) {
                connection.rollback();
                connection.setAutoCommit(true);
                if (!SecondSchema.isLockTimeout(e) || attempt == EXCHANGE_TRIES) {
                    throw e;
                }
                LOG.debugf("The tables are in use; exchanged at the next try: %s", e.getMessage());
            }
        }
        second.dropFormer();
        return new Result(events, carried);
    }

    private static long exchange(Connection connection, SecondSchema second, Replay replay) throws SQLException {
        connection.setAutoCommit(false);
        second.stopProjectors();
        // Not further, and no less: what is carried over is as old as this.
        long events = replay.upTo(live(connection));
        second.carryOverAgain(replay.skipped(), replay.beginsLate());
        second.exchange();
        connection.commit();
        connection.setAutoCommit(true);
        return events;
    }

    /** Until the projection that readers see is not ahead any more, or only by what came in the last moment. */
    private static long follow(Connection connection, Replay replay) throws SQLException {
        long events = 0;
        for (var target = live(connection); replay.left(target) > 0; target = live(connection)) {
            long more = replay.upTo(target);
            events += more;
            if (more < LAST_MOMENT) {
                break;
            }
        }
        return events;
    }

    /** How far the projection is that readers see. */
    private static SortedMap<Integer, Long> live(Connection connection) throws SQLException {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        try (var statement = connection.prepareStatement(
                "SELECT partition, next_offset FROM public.projection_offset WHERE topic = ?")) {
            statement.setString(1, Topics.EVENTS);
            var rows = statement.executeQuery();
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return offsets;
    }

    /** Held as long as the connection is, so that a killed process holds up nobody. */
    private static boolean tryToLock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, LOCK);
            var row = statement.executeQuery();
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() {
        pool.close().await().atMost(SOON);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
