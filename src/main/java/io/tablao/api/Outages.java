// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.hibernate.exception.JDBCConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells an outage from a bug. */
final class Outages {

    private Outages() {}

    /** Whether a failed query failed since the database cannot be reached, is starting, stopping, or out of connections. */
    static boolean isOfDatabase(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof PgException refused) {
                return isOutage(refused.getSqlState());
            }
            if (cause instanceof JDBCConnectionException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof VertxException
                    || isPoolTimeout(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** SQLSTATE classes: connection exceptions, insufficient resources, operator intervention. */
    private static boolean isOutage(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57"));
    }

    /** The pool says so with a type of its own that is not public. */
    private static boolean isPoolTimeout(Throwable cause) {
        String message = cause.getMessage();
        return message != null && message.startsWith("Timeout");
    }
}
