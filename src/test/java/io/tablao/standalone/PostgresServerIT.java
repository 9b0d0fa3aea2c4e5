// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {
    private static final Path PROGRAMS = Path.of("target", "postgres-programs").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void keepsItsDataFromStartToStart() throws SQLException {
        try (PostgresServer first = PostgresServer.start(folder, PROGRAMS)) {
            execute(first.address(), "CREATE TABLE kept (n int)");
            execute(first.address(), "INSERT INTO kept VALUES (42)");
        }

        try (PostgresServer second = PostgresServer.start(folder, PROGRAMS)) {
            assertThat(value(second.address(), "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void asksForThePasswordAndWritesToDiskBeforeItConfirms() throws SQLException {
        try (PostgresServer server = PostgresServer.start(folder, PROGRAMS)) {
            DatabaseAddress right = server.address();
            DatabaseAddress wrong =
                    new DatabaseAddress(right.host(), right.port(), right.database(), right.user(), "wrong");

            assertThatThrownBy(() -> execute(wrong, "SELECT 1")).hasMessageContaining("password authentication failed");
            assertThat(value(right, "SHOW fsync")).isEqualTo("on");
            assertThat(value(right, "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void stopsTheServerThatAKilledFarmLeftBehind() throws Exception {
        // given a farm that was killed, whose PostgreSQL goes on
        ServersToKill.Running farm = ServersToKill.start(folder, PROGRAMS);
        DatabaseAddress orphan = DatabaseAddress.parse(farm.jdbcUrl()
                .replace("jdbc:postgresql://", "postgresql://" + farm.user() + ":" + farm.password() + "@"));
        execute(orphan, "CREATE TABLE kept (n int)");
        execute(orphan, "INSERT INTO kept VALUES (7)");
        farm.kill();
        assertThat(value(orphan, "SELECT n FROM kept")).isEqualTo("7");

        // when the next farm starts on the same folder
        try (PostgresServer next = PostgresServer.start(folder.resolve("postgres"), PROGRAMS)) {

            // then the orphan is gone and its data is there
            assertThatThrownBy(() -> execute(orphan, "SELECT 1")).isInstanceOf(SQLException.class);
            assertThat(value(next.address(), "SELECT n FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void startsAnewAfterAFirstStartThatWasKilledHalfWay() throws Exception {
        // given a data directory that initdb did not finish
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("postgresql.conf"), "");

        try (PostgresServer server = PostgresServer.start(folder, PROGRAMS)) {
            assertThat(value(server.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void isNotConfusedByAnotherProcessWithTheNumberOfItsPredecessor() throws Exception {
        try (PostgresServer first = PostgresServer.start(folder, PROGRAMS)) {
            assertThat(first.address().port()).isPositive();
        }
        Files.writeString(
                folder.resolve("data").resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n");

        try (PostgresServer second = PostgresServer.start(folder, PROGRAMS)) {
            assertThat(value(second.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    private static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
