// SPDX-License-Identifier: Apache-2.0
package io.tablao.projector;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One statement for any number of rows: its parameters are columns, which it unnests.
 *
 * @param sql prepared once for each connection, so it never holds a value
 */
record Statement(String sql, Tuple parameters) {

    static Statement of(String sql, List<?> parameters) {
        return new Statement(sql, Tuple.newInstance(io.vertx.sqlclient.Tuple.from(parameters)));
    }

    /** One column of many rows. */
    static <R, V> @Nullable V[] column(
            Collection<R> rows, Function<R, @Nullable V> value, IntFunction<@Nullable V[]> array) {
        return rows.stream().map(value).toArray(array);
    }
}
