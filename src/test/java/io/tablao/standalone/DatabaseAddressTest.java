// SPDX-License-Identifier: Apache-2.0
package io.tablao.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {
    @Test
    void isReadFromAUrl() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://anna:p%40ss+1@db.studio:5433/farm");

        assertThat(address).isEqualTo(new DatabaseAddress("db.studio", 5433, "farm", "anna", "p@ss+1"));
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db.studio:5433/farm");
        assertThat(address.reactiveUrl()).isEqualTo("postgresql://db.studio:5433/farm");
    }

    @Test
    void takesPostgresPortWhenNoneIsGiven() {
        assertThat(DatabaseAddress.parse("postgresql://anna@db/farm").port()).isEqualTo(5432);
    }

    @Test
    void keepsThePasswordOutOfTheLog() {
        assertThat(DatabaseAddress.parse("postgresql://anna:secret@db/farm"))
                .asString()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db:5432", "mysql://db/farm", "postgresql://db", "postgresql:///farm", "not a url:secret"})
    void saysHowItIsToBeWritten(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(StartupProblem.class)
                .hasMessage("The database URL is not one: write it as postgresql://user:password@host:5432/database.");
    }
}
