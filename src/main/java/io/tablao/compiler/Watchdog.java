// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * Stops runs that exceed their time or memory. It looks from outside, every few milliseconds, because limits of the engine
 * do not count what happens inside one built-in function.
 */
final class Watchdog implements AutoCloseable {

    private static final long PERIOD_MILLIS = 5;

    /** A stopped run ends within milliseconds, or when some long function of the language is done, or never. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** By the clock, a run that hardly gets a processor may take so many times as long as one that has it to itself. */
    private static final int MOST_BY_THE_CLOCK = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("script-watchdog").factory());
    private final Heap heap = new Heap();
    private final Allowance allowance;

    Watchdog(Allowance allowance) {
        this.allowance = allowance;
    }

    /**
     * Watches what the calling thread does in the context, until the guard is closed.
     *
     * @param onLost called, with the limit that was hit, when the thread does not come back after it was stopped; must not wait
     */
    Guard guard(Context context, Consumer<String> onLost) {
        return new Guard(context, onLost);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private enum State {
        RUNNING,
        ENDED,
        LOST
    }

    /** Over one run. */
    final class Guard implements AutoCloseable {
        private final Context context;
        private final Consumer<String> onLost;
        private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
        private final long thread = Thread.currentThread().threadId();
        private final long begun = System.nanoTime();
        private final long processorBefore = threads.getThreadCpuTime(thread);
        private final long allocatedBefore = threads.getThreadAllocatedBytes(thread);
        private final ScheduledFuture<?> checks;
        private volatile long waited;
        private volatile long waitingSince;
        private volatile int tasks;
        private volatile int written;
        private volatile @Nullable String limitHit;
        private volatile long stopped;

        @SuppressWarnings("ThisEscapeInObjectConstruction")
        private Guard(Context context, Consumer<String> onLost) {
            this.context = context;
            this.onLost = onLost;
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
            synchronized (this) {
                if (limitHit != null || state.get() != State.RUNNING) {
                    return;
                }
                limitHit = reason;
                stopped = System.nanoTime();
            }
            // On a thread of its own: it waits until the script has come to its end, and others need watching
            // meanwhile.
            Thread.ofPlatform().daemon().name("script-stop").start(() -> context.close(true));
        }

        /** Called in the run, at its end: what it did since it was looked at last counts, too. */
        void settle() {
            String reason = excess();
            if (reason != null) {
                stop(reason);
            }
        }

        private void check() {
            String hit = limitHit;
            if (hit == null) {
                settle();
            } else if (System.nanoTime() - stopped > GRACE_NANOS && state.compareAndSet(State.RUNNING, State.LOST)) {
                onLost.accept(hit);
            }
        }

        /** What the run has taken too much of; null: nothing. */
        private @Nullable String excess() {
            int count = tasks;
            long allocated = threads.getThreadAllocatedBytes(thread) - allocatedBefore;
            if (waitingSince == 0 && isOverTime(allowance.nanos(count))) {
                return "The script ran for more than " + allowance.seconds(count) + " s and was stopped";
            }
            if (allocated > allowance.bytes(count + Math.min(count, written))) {
                return "The script allocated more than " + (allowance.bytes(count) >> 20)
                        + " MB of memory and was stopped";
            }
            if (allocated > allowance.bytes(0) && heap.isNearlyFull()) {
                // What a large job may allocate can be more than this process has; whoever holds much has to go.
                return "The script needs more memory than the compiler has, and was stopped after " + (allocated >> 20)
                        + " MB; make a smaller job of it, or give the compiler a larger heap";
            }
            return null;
        }

        /**
         * A script cannot sleep, so what it spends without a processor is others' doing: on a machine that is busy, as at a
         * farm's start, that alone must not break it.
         */
        private boolean isOverTime(long nanos) {
            long byTheClock = System.nanoTime() - begun - waited;
            return byTheClock > nanos
                    && (byTheClock > MOST_BY_THE_CLOCK * nanos
                            || threads.getThreadCpuTime(thread) - processorBefore > nanos);
        }

        /** @return whether the run was still expected to end */
        boolean end() {
            return state.compareAndSet(State.RUNNING, State.ENDED);
        }

        @Override
        public void close() {
            checks.cancel(false);
        }
    }
}
