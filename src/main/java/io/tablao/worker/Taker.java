// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.WorkerCommand.HeldAttempt;
import java.util.concurrent.CompletableFuture;

/** A slot, as who listens to dispatches sees it. */
interface Taker {

    /**
     * Offers it a dispatched attempt.
     *
     * @return whether it takes the attempt; true when Kafka has its question for the start
     */
    CompletableFuture<Boolean> take(HeldAttempt attempt);
}
