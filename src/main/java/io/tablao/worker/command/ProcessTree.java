// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes together with their children, gently first. */
final class ProcessTree {

    /** How long a program has to clean up after it was asked to end. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** How long the operating system may take to end a process that it was told to kill. */
    private static final Duration REAPING = Duration.ofSeconds(5);

    private ProcessTree() {}

    /**
     * Returns when the process and its children have ended, or do not end even when killed (a process that hangs in the
     * operating system, as on a lost network drive). An interruption neither hastens it nor is lost.
     */
    static void kill(ProcessHandle root) {
        Set<ProcessHandle> tree = new LinkedHashSet<>();
        // The children are noted first: those of a process that has ended cannot be found any more.
        collect(root, tree);
        tree.forEach(ProcessHandle::destroy);
        if (!awaitEnd(tree, GRACE)) {
            for (ProcessHandle known : Set.copyOf(tree)) {
                collect(known, tree);
            }
            tree.forEach(ProcessHandle::destroyForcibly);
            awaitEnd(tree, REAPING);
        }
    }

    private static void collect(ProcessHandle root, Set<ProcessHandle> tree) {
        tree.add(root);
        root.descendants().forEach(tree::add);
    }

    private static boolean awaitEnd(Set<ProcessHandle> tree, Duration limit) {
        var ends =
                CompletableFuture.allOf(tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    ends.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (TimeoutException alive) {
                    return false;
                } catch (ExecutionException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
