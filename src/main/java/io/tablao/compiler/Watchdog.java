// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
    private final Allowance allowance;

    Watchdog(Allowance allowance) {
        this.allowance = allowance;
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
        private final long begun = System.nanoTime();
        private final long allocatedBefore = memory.getThreadAllocatedBytes(thread);
        private final ScheduledFuture<?> checks;
        private volatile long waited;
        private volatile long waitingSince;
        private volatile int tasks;
        private volatile int written;
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

        /** Called in the run: it has authored so many tasks now, and has more time and memory for them. */
        void tasksAuthored(int count) {
            tasks = count;
        }

        /** Called in the run: so many of its tasks have been written out, for which there is as much memory again. */
        void tasksWritten(int count) {
            written = count;
        }

        /** Called in the run: from now on it waits for others, which is not its own time. */
        void waits() {
            waitingSince = System.nanoTime();
        }

        /** Called in the run: it goes on by itself. */
        void goesOn() {
            // Only the run's own thread writes it.
            long before = waited;
            waited = before + System.nanoTime() - waitingSince;
            waitingSince = 0;
        }

        /** Ends the run for another reason than time and memory. */
        void stop(String reason) {
            if (limitHit != null) {
                return;
            }
            limitHit = reason;
            // On a thread of its own: it waits until the script has come to its end, and others need watching
            // meanwhile.
            Thread.ofPlatform().daemon().name("script-stop").start(() -> context.close(true));
        }

        private void check() {
            if (limitHit != null) {
                return;
            }
            int count = tasks;
            long allocated = memory.getThreadAllocatedBytes(thread) - allocatedBefore;
            if (waitingSince == 0 && System.nanoTime() - begun - waited > allowance.nanos(count)) {
                stop("The script ran for more than " + allowance.seconds(count) + " s and was stopped");
            } else if (allocated > allowance.bytes(count + Math.min(count, written))) {
                stop("The script allocated more than " + (allowance.bytes(count) >> 20)
                        + " MB of memory and was stopped");
            } else if (allocated > allowance.bytes(0) && heap.isNearlyFull()) {
                // What a large job may allocate can be more than this process has; whoever holds much has to go.
                stop("The script needs more memory than the compiler has, and was stopped after " + (allocated >> 20)
                        + " MB; make a smaller job of it, or give the compiler a larger heap");
            }
        }

        @Override
        public void close() {
            checks.cancel(false);
        }
    }
}
