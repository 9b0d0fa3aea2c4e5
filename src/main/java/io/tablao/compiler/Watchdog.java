// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * Stops runs that exceed their time or memory. It looks from outside, every few milliseconds, because limits of the engine
 * do not count what happens inside one built-in function.
 */
final class Watchdog implements AutoCloseable {

    private static final long PERIOD_MILLIS = 5;

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("script-watchdog").factory());
    private final Heap heap = new Heap();
    private final Duration timeLimit;
    private final long memoryLimit;

    /** @param memoryLimit bytes that one run may hold on to */
    Watchdog(Duration timeLimit, long memoryLimit) {
        this.timeLimit = timeLimit;
        this.memoryLimit = memoryLimit;
    }

    /** Watches what the calling thread does in the context, until the guard is closed. */
    Guard guard(Context context) {
        return new Guard(context);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** Over one run. */
    final class Guard implements AutoCloseable {
        private final Context context;
        private final long thread = Thread.currentThread().threadId();
        private final long deadline = System.nanoTime() + timeLimit.toNanos();
        private final long allocatedBefore = memory.getThreadAllocatedBytes(thread);
        private final long heldBefore = heap.afterLastCollection();
        private final ScheduledFuture<?> checks;
        private volatile @Nullable String limitHit;

        @SuppressWarnings("ThisEscapeInObjectConstruction")
        private Guard(Context context) {
            this.context = context;
            checks = clock.scheduleWithFixedDelay(this::check, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** For the submitter: which limit the run went over; null: none. */
        @Nullable
        String limitHit() {
            return limitHit;
        }

        private void check() {
            if (limitHit != null) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                stop("The script ran for more than " + seconds() + " s and was stopped");
            } else if (memory.getThreadAllocatedBytes(thread) - allocatedBefore > memoryLimit && holdsOn()) {
                stop("The script holds more than " + (memoryLimit >> 20) + " MB of memory and was stopped");
            }
        }

        /**
         * Most of what an interpreter allocates is thrown away at once, so a script that has allocated much may hold little.
         * Nobody knows what one thread holds; but if it has allocated that much, and the whole heap has grown by that much
         * or is nearly full, then it is taken to be this thread's doing.
         */
        private boolean holdsOn() {
            return heap.afterLastCollection() - heldBefore > memoryLimit || heap.isNearlyFull();
        }

        private void stop(String reason) {
            limitHit = reason;
            // On a thread of its own: it waits until the script has come to its end, and others need watching
            // meanwhile.
            Thread.ofPlatform().daemon().name("script-stop").start(() -> context.close(true));
        }

        private String seconds() {
            return timeLimit.toMillis() % 1000 == 0
                    ? Long.toString(timeLimit.toSeconds())
                    : Double.toString(timeLimit.toMillis() / 1000.0);
        }

        @Override
        public void close() {
            checks.cancel(false);
        }
    }
}
