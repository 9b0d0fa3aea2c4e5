// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Engine;

/**
 * The threads that scripts run on: so many at once, and the others wait. A thread that a script does not give back, whatever is
 * done to stop it, is replaced.
 */
final class ScriptThreads implements AutoCloseable {

    /** Deep recursion becomes an error of the script, rather than of this process, where the stack is large. */
    private static final long STACK_BYTES = 16L << 20;

    private final ThreadPoolExecutor threads;
    private final int most;
    private int lost;

    ScriptThreads(String name, int most) {
        this.most = most;
        var count = new AtomicInteger();
        threads = new ThreadPoolExecutor(most, most, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), run -> {
            Thread thread = new Thread(null, run, name + "-" + count.incrementAndGet(), STACK_BYTES);
            // Languages are looked for by the thread's loader, which is else that of whoever happened to ask first.
            thread.setContextClassLoader(Engine.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }

    void execute(Runnable run) {
        threads.execute(run);
    }

    /** One of the threads is not expected back. */
    synchronized void writeOff() {
        lost++;
        threads.setMaximumPoolSize(most + lost);
        threads.setCorePoolSize(most + lost);
    }

    /** It has come back after all. */
    synchronized void takeBack() {
        lost--;
        threads.setCorePoolSize(most + lost);
        threads.setMaximumPoolSize(most + lost);
    }

    synchronized int lost() {
        return lost;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
