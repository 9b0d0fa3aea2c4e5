// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, which comes back, from one that refuses what we ask, which trying again does not change. */
final class DatabaseTrouble {

    /**
     * Classes of SQLSTATE: connection, transaction rolled back (a serialization failure, a deadlock), read-only (a standby
     * that is not promoted yet), authorization, no such database, out of resources, not in a state to do so, operator
     * intervention (a shutdown), system error.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "25", "28", "3D", "53", "55", "57", "58");

    private DatabaseTrouble() {}

    static boolean passes(Throwable failure) {
        String state = sqlState(failure);
        if (state != null) {
            return state.length() >= 2 && PASSING.contains(state.substring(0, 2));
        }
        // Without a word from the server: the connection broke, or there is none. What is wrong in this program shows
        // as
        // one of Java's own exceptions.
        return !(failure instanceof PositionMoved
                || failure instanceof NullPointerException
                || failure instanceof ClassCastException
                || failure instanceof IllegalArgumentException
                || failure instanceof IndexOutOfBoundsException
                || failure instanceof UnsupportedOperationException);
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseException refused) {
                return refused.getSqlState();
            }
            if (cause instanceof SQLException refused) {
                return refused.getSQLState();
            }
        }
        return null;
    }
}
