// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.concurrent.Callable;

/** Keeps what waits for files away from the threads that carry out requests. */
public final class Disk {

    private Disk() {}

    public static <T> Uni<T> work(Callable<T> blocking) {
        return CallerContext.keep(Uni.createFrom()
                .<T>emitter(emitter -> {
                    try {
                        emitter.complete(blocking.call());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        emitter.fail(e);
                    } catch (Exception e) {
                        emitter.fail(e);
                    }
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }
}
