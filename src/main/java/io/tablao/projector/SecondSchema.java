// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * The schema that a rebuild fills: made like the first, by the same migrations. What it does not get from Kafka it gets from
 * the first schema, and in the end its tables change places with the first one's. Statements say which schema they mean.
 *
 * <p>Logs of tasks and previews take no part: nothing is folded in them, each row is a record of Kafka's as it came, and most of those
 * records are gone after a week. They stay where they are.
 */
final class SecondSchema {

    static final String NAME = "tablao_rebuild";
    private static final String FORMER = "tablao_former";
    private static final String DELETED = "deleted_job";
    private static final Set<String> STAY =
            Set.of("task_log", "task_log_chunk", "preview", "flyway_schema_history", "projection_offset");

    /** Two projectors or a slow reader: SQLSTATEs of a lock that did not come in time, and of a deadlock. */
    private static final Set<String> LOCK_TIMEOUT = Set.of("55P03", "40P01");

    /** PostgreSQL looks for deadlocks once a second, so for so many seconds at least. */
    private static final int DROP_TRIES = 30;

    private static final Logger LOG = Logger.getLogger(SecondSchema.class);

    private final Rebuild.Database database;
    private final Connection connection;

    SecondSchema(Rebuild.Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    static boolean isLockTimeout(SQLException e) {
        return LOCK_TIMEOUT.contains(String.valueOf(e.getSQLState()));
    }

    /**
     * Takes up what an earlier run has left, if this program can go on from there: the same version began it, and Kafka still
     * holds what comes next.
     */
    void prepare(String version, SortedMap<Integer, Long> firstOffsets) throws SQLException {
        dropFormer();
        if (!isOurs(version) || hasFallenBehind(firstOffsets)) {
            execute("DROP SCHEMA IF EXISTS " + NAME + " CASCADE");
        }
        migrate("public");
        migrate(NAME);
        execute("COMMENT ON SCHEMA " + NAME + " IS '" + version.replace("'", "''") + "'");
        execute("CREATE TABLE IF NOT EXISTS " + NAME + ".carried_job (job_id uuid PRIMARY KEY)");
        // They are as old as the last run, and nothing that happened to them since has been noted.
        removeJobs("SELECT job_id FROM " + NAME + ".carried_job");
        execute("TRUNCATE " + NAME + ".carried_job");
    }

    private void migrate(String schema) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .schemas(schema)
                .load()
                .migrate();
    }

    private boolean isOurs(String version) throws SQLException {
        return strings("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = '" + NAME + "'")
                .contains(version);
    }

    private boolean hasFallenBehind(SortedMap<Integer, Long> firstOffsets) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT partition, next_offset FROM " + NAME
                        + ".projection_offset WHERE topic = 'tablao.events'")) {
            while (rows.next()) {
                if (rows.getLong(2) < firstOffsets.getOrDefault(rows.getInt(1), 0L)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Plans are good from the first moment on. */
    void analyze() throws SQLException {
        for (String table : tables()) {
            execute("ANALYZE " + NAME + "." + table);
        }
    }

    /** Notes which jobs the second schema has not got from Kafka so far. */
    void noteMissing() throws SQLException {
        execute("CREATE TEMPORARY TABLE missing_job AS SELECT id FROM public.job EXCEPT SELECT id FROM " + NAME
                + ".job");
    }

    /** Copies the jobs that were missing, and have not come since; returns how many they are. */
    long carryOver() throws SQLException {
        connection.setAutoCommit(false);
        long carried = update("INSERT INTO " + NAME + ".carried_job SELECT id FROM missing_job EXCEPT SELECT id FROM "
                + NAME + ".job");
        copyJobs("SELECT job_id FROM " + NAME + ".carried_job");
        connection.commit();
        connection.setAutoCommit(true);
        return carried;
    }

    /** Erases what there is of deleted jobs: in the first schema that is done already, or will be soon. */
    void removeDeleted() throws SQLException {
        removeJobs("SELECT job_id FROM " + NAME + "." + DELETED);
    }

    /** Projectors wait from now until the end of the transaction; readers do not. */
    void stopProjectors() throws SQLException {
        execute("SET LOCAL lock_timeout = '500ms'");
        execute("LOCK TABLE public.projection_offset IN EXCLUSIVE MODE");
    }

    /**
     * Brings what was carried over up to date.
     *
     * @param changed jobs that something may have happened to since
     * @param alsoOthers whether tables that are not about jobs are carried over too: Kafka does not hold all that led to them
     */
    void carryOverAgain(List<UUID> changed, boolean alsoOthers) throws SQLException {
        execute("CREATE TEMPORARY TABLE changed_job (job_id uuid PRIMARY KEY) ON COMMIT DROP");
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO changed_job SELECT unnest(?::uuid[]) ON CONFLICT DO NOTHING")) {
            insert.setArray(1, connection.createArrayOf("uuid", changed.toArray()));
            insert.executeUpdate();
        }
        update("INSERT INTO changed_job SELECT id FROM public.job EXCEPT SELECT id FROM " + NAME
                + ".job ON CONFLICT DO NOTHING");
        removeJobs("SELECT job_id FROM changed_job");
        removeDeleted();
        // How far the erasing of deleted jobs has come, logs and files too, no event says. Looked at before their rows
        // are, so that what is erased meanwhile is erased once more, rather than left.
        carryOverWholly(DELETED);
        copyJobs("SELECT job_id FROM changed_job");
        if (alsoOthers) {
            for (String table : tables()) {
                if (jobColumn(table).isEmpty() && !table.equals(DELETED)) {
                    carryOverWholly(table);
                }
            }
        }
    }

    private void carryOverWholly(String table) throws SQLException {
        execute("TRUNCATE " + NAME + "." + table);
        copy(table, "");
    }

    private void copyJobs(String jobs) throws SQLException {
        for (String table : tables()) {
            String column = jobColumn(table);
            if (!column.isEmpty()) {
                copy(table, " WHERE " + column + " IN (" + jobs + ")");
            }
        }
    }

    private void removeJobs(String jobs) throws SQLException {
        for (String table : tables()) {
            String column = jobColumn(table);
            if (!column.isEmpty()) {
                update("DELETE FROM " + NAME + "." + table + " WHERE " + column + " IN (" + jobs + ")");
            }
        }
    }

    private void copy(String table, String where) throws SQLException {
        String columns = strings(
                        "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_schema = '" + NAME
                                + "' AND table_name = '" + table
                                + "' AND is_generated = 'NEVER' ORDER BY ordinal_position")
                .stream()
                .collect(Collectors.joining(", "));
        update("INSERT INTO " + NAME + "." + table + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns
                + " FROM public." + table + where);
    }

    /** The column that says which job a row is about; empty: none does, or the row outlasts the job. */
    private String jobColumn(String table) throws SQLException {
        if (table.equals(DELETED)) {
            return "";
        }
        return table.equals("job")
                ? "id"
                : strings("SELECT column_name FROM information_schema.columns WHERE table_schema = '" + NAME
                                + "' AND table_name = '" + table + "' AND column_name = 'job_id'")
                        .stream()
                        .findFirst()
                        .orElse("");
    }

    /** The second schema's tables and views become the first one's. Projectors find the offsets where they left them. */
    void exchange() throws SQLException {
        List<String> relations = new ArrayList<>(tables());
        relations.addAll(strings("SELECT viewname FROM pg_views WHERE schemaname = '" + NAME + "' ORDER BY 1"));
        // All at once: readers wait for one moment, not for one a table.
        execute("LOCK TABLE "
                + relations.stream().map(each -> "public." + each).collect(Collectors.joining(", "))
                + " IN ACCESS EXCLUSIVE MODE");
        execute("CREATE SCHEMA " + FORMER);
        for (String relation : relations) {
            execute("ALTER TABLE public." + relation + " SET SCHEMA " + FORMER);
            execute("ALTER TABLE " + NAME + "." + relation + " SET SCHEMA public");
        }
    }

    /**
     * What has changed places, and what was left of the second schema: both or neither. Readers that still go by a plan of before
     * take the former tables one by one, as this does, so that each may wait for the other; then this gives way.
     */
    void dropFormer() throws SQLException {
        if (strings("SELECT nspname FROM pg_namespace WHERE nspname = '" + FORMER + "'")
                .isEmpty()) {
            return;
        }
        for (int attempt = 1; ; attempt++) {
            try {
                execute("DROP SCHEMA IF EXISTS " + FORMER + ", " + NAME + " CASCADE");
                return;
            } catch (SQLException e) {
                if (!isLockTimeout(e) || attempt == DROP_TRIES) {
                    throw e;
                }
                LOG.debugf("The former tables are in use; dropped at the next try: %s", e.getMessage());
            }
        }
    }

    /** What the rebuild fills. */
    private List<String> tables() throws SQLException {
        return strings("SELECT tablename FROM pg_tables WHERE schemaname = '" + NAME + "' ORDER BY 1").stream()
                .filter(table -> !STAY.contains(table) && !table.equals("carried_job"))
                .toList();
    }

    private List<String> strings(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(String.valueOf(rows.getString(1)));
            }
            return strings;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }
}
