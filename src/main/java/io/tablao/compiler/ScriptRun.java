// SPDX-License-Identifier: Apache-2.0
package io.tablao.compiler;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a script, between the thread that it runs on and the one that takes what it makes. The script is ahead of its
 * taker by a few runs of tasks and no more.
 */
final class ScriptRun implements AutoCloseable {

    private static final int MOST_AHEAD = 4;

    private final Queue<Output> outputs = new ArrayDeque<>();
    private boolean abandoned;
    private boolean ended;

    /** What comes out of a run. */
    sealed interface Output {}

    /** @param json a list */
    record Tasks(String json) implements Output {}

    /** The last one. */
    record End(SandboxResult result) implements Output {}

    /** The run has ended for a reason that is a bug, or with its process. */
    record Broken(RuntimeException cause) implements Output {}

    /** Waits until there is room. */
    synchronized void put(Tasks tasks) throws InterruptedException {
        while (outputs.size() >= MOST_AHEAD && !isOver()) {
            wait();
        }
        if (!isOver()) {
            outputs.add(tasks);
            notifyAll();
        }
    }

    /** The run ends with this; what comes later does not count. Never waits. */
    synchronized void end(Output last) {
        if (!isOver()) {
            ended = true;
            outputs.add(last);
            notifyAll();
        }
    }

    private boolean isOver() {
        return abandoned || ended;
    }

    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Waits until there is something. */
    synchronized Output next() throws InterruptedException {
        while (true) {
            @Nullable Output output = outputs.poll();
            if (output != null) {
                notifyAll();
                return output;
            }
            wait();
        }
    }

    /** Nobody takes any more: the run may end as soon as it can. */
    @Override
    public synchronized void close() {
        abandoned = true;
        outputs.clear();
        notifyAll();
    }
}
