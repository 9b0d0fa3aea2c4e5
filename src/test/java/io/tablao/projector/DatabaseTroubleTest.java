// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTroubleTest {

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "08006", "40P01", "53300", "25006", "28P01"})
    void a_server_that_is_away_comes_back(String state) {
        assertThat(DatabaseTrouble.passes(new PgException("away", "FATAL", state, "")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22P02", "42P01"})
    void what_is_refused_is_refused_again(String state) {
        assertThat(DatabaseTrouble.passes(new PgException("no", "ERROR", state, "")))
                .isFalse();
    }

    @Test
    void a_broken_connection_comes_back() {
        assertThat(DatabaseTrouble.passes(new IOException("Connection refused")))
                .isTrue();
        assertThat(DatabaseTrouble.passes(new IllegalStateException(new SQLException("away", "08001"))))
                .isTrue();
    }

    @Test
    void a_bug_stays() {
        assertThat(DatabaseTrouble.passes(new ClassCastException())).isFalse();
    }
}
