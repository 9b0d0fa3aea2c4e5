// SPDX-License-Identifier: Apache-2.0
package io.tablao.api;

import io.smallrye.mutiny.Uni;
import io.tablao.compiler.CompilerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where requests wait for scripts that are only tried out: on a few threads of its own, since waiting would block an event
 * loop. When many wait already, it turns the next away.
 */
@ApplicationScoped
public class TrialDesk {

    private static final int MOST_WAITING = 64;

    private final ThreadPoolExecutor threads;

    @Inject
    TrialDesk(CompilerConfig config) {
        threads = new ThreadPoolExecutor(
                config.concurrency(),
                config.concurrency(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("trial-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @return fails with 503 when too many wait */
    public <T> Uni<T> carryOut(Callable<T> trial) {
        return CallerContext.keep(Uni.createFrom().<T>emitter(emitter -> {
            try {
                threads.execute(() -> {
                    try {
                        emitter.complete(trial.call());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        emitter.fail(ApiProblem.unavailable("The farm is stopping; try again soon", e));
                    } catch (Exception e) {
                        emitter.fail(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(ApiProblem.unavailable(
                        MOST_WAITING + " scripts wait to be tried out already; try again soon", e));
            }
        }));
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
