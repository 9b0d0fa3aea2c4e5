// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;

/** Brings what completes on a thread of Kafka's, or of a clock, back to where the request is carried out. */
public final class CallerContext {

    private CallerContext() {}

    /** Goes on in the context of whoever subscribes: sessions of the database stick to it. */
    public static <T> Uni<T> keep(Uni<T> elsewhere) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return context == null ? elsewhere : elsewhere.emitOn(MutinyHelper.executor(context));
        });
    }
}
