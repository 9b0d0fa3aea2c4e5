// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Ends processes together with their children, gently first. */
final class ProcessTree {

    private static final Logger LOG = Logger.getLogger(ProcessTree.class);

    /** How long a program has to clean up after it was asked to end. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** How long the operating system may take to end a process that it was told to kill. */
    private static final Duration REAPING = Duration.ofSeconds(5);

    /** How often processes are looked at that give no sign of their end. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final ProcessHandle root;
    private final FamilyMark mark;

    /** Kept until the end: an interrupted thread cannot read the files that tell of processes. */
    private boolean interrupted = Thread.interrupted();

    private ProcessTree(ProcessHandle root, FamilyMark mark) {
        this.root = root;
        this.mark = mark;
    }

    /**
     * Returns when the process and all that it started have ended, or do not end even when killed (a process that hangs in
     * the operating system, as on a lost network drive). An interruption neither hastens it nor is lost.
     *
     * @param root may have ended already: its children are found by the mark, where the platform shows it
     * @return how many were running
     */
    static int kill(ProcessHandle root, FamilyMark mark) {
        var tree = new ProcessTree(root, mark);
        try {
            int running = tree.family().size();
            if (!tree.end(ProcessHandle::destroy, GRACE) && !tree.end(ProcessHandle::destroyForcibly, REAPING)) {
                LOG.warnf("Process %d or a child of it does not end even though it was killed", root.pid());
            }
            return running;
        } finally {
            if (tree.interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean end(Consumer<ProcessHandle> way, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        // Looked for again and again: a child may have been on its way while its parent was told to end.
        for (Set<ProcessHandle> family = family(); !family.isEmpty(); family = family()) {
            family.forEach(way);
            if (!awaitEnd(family, deadline)) {
                return false;
            }
        }
        return true;
    }

    private Set<ProcessHandle> family() {
        return Stream.concat(Stream.concat(Stream.of(root), root.descendants()), mark.bearers())
                .filter(ProcessTree::runs)
                .collect(Collectors.toSet());
    }

    private boolean awaitEnd(Set<ProcessHandle> family, long deadline) {
        var ends = CompletableFuture.allOf(
                family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
        while (family.stream().anyMatch(ProcessTree::runs)) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                ends.get(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException lookAgain) {
                LOG.tracef("Waiting for %d processes to end", family.size());
            } catch (InterruptedException later) {
                interrupted = true;
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return true;
    }

    /** A process that has ended but whose parent has not asked about it is no longer running, though Java has it alive. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    /** In containers, often nobody asks about orphans, and they stay zombies for ever. */
    private static boolean isZombie(ProcessHandle process) {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "stat");
        if (!Files.isReadable(status)) {
            return false;
        }
        try {
            String text = Files.readString(status, StandardCharsets.ISO_8859_1);
            // The name stands in parentheses and may hold anything; the state is the letter behind it.
            return text.startsWith(") Z", text.lastIndexOf(')'));
        } catch (IOException ended) {
            LOG.tracef(ended, "The state of process %d cannot be read", process.pid());
            return false;
        }
    }
}
