// SPDX-License-Identifier: Apache-2.0
package io.tablao.api.work;

import io.smallrye.mutiny.Uni;
import io.tablao.api.ApiProblem;
import io.tablao.api.CallerContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Hashes secrets beside the event loop: on half of the processors at most, and a bounded number of them at once. */
@ApplicationScoped
class SlowHashing {

    /** A farm's workers all come at once when it starts; more of them are told to come again. */
    private static final int MOST_WAITING = 2_000;

    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor threads;

    SlowHashing() {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        threads = new ThreadPoolExecutor(
                most,
                most,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("secrets-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }

    Uni<String> hash(String secret) {
        return run(() -> SecretHash.of(secret, random));
    }

    Uni<Boolean> matches(String secret, String hash) {
        return run(() -> SecretHash.matches(secret, hash));
    }

    private <T> Uni<T> run(Supplier<T> work) {
        return CallerContext.keep(Uni.createFrom().deferred(() -> {
            try {
                return Uni.createFrom().completionStage(CompletableFuture.supplyAsync(work, threads));
            } catch (RejectedExecutionException e) {
                return Uni.createFrom()
                        .failure(
                                ApiProblem.unavailable("Too many workers want to be known at once; try again soon", e));
            }
        }));
    }
}
