// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Remembers on disk which child processes run, so that the next start of a worker that was killed finds and ends what it
 * left behind; else two Blenders would write the same frames. One for a worker process; safe for many threads.
 */
public final class RunningProcesses {

    private static final Logger LOG = Logger.getLogger(RunningProcesses.class);

    /**
     * Linux tells start times relative to a boot time in whole seconds, which moves a little as the clock is set. No process
     * id comes round again within this time.
     */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    /** A process id, its start in milliseconds since 1970, its mark. */
    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\S+)");

    private final Path file;

    /** The lines of the file, by process id. */
    private final Map<Long, String> noted = new LinkedHashMap<>();

    /** @param file of this worker process alone; need not exist yet */
    public RunningProcesses(Path file) {
        this.file = file;
    }

    /**
     * Ends the processes that an earlier run of this worker left behind, with their children. To be called once, before the
     * first task.
     *
     * @return how many there were
     */
    public synchronized int killLeftovers() throws IOException {
        int killed = 0;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            killed += killLeftover(line);
        }
        Files.deleteIfExists(file);
        if (killed > 0) {
            LOG.infof("Ended %d processes that an earlier run of this worker left behind", killed);
        }
        return killed;
    }

    synchronized void add(ProcessHandle process, FamilyMark mark) throws IOException {
        // One that has ended already has no start, and matches none; what it left running is found by the mark.
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        noted.put(process.pid(), process.pid() + " " + start.toEpochMilli() + " " + mark.value());
        write();
    }

    synchronized void remove(ProcessHandle process) {
        if (noted.remove(process.pid()) != null) {
            try {
                write();
            } catch (IOException failed) {
                // An entry too many harms nobody: its process has ended, and no other has its id and its start.
                LOG.warnf(failed, "Could not note in %s that process %d has ended", file, process.pid());
            }
        }
    }

    private void write() throws IOException {
        MakeDirectory.above(file);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, noted.values());
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static int killLeftover(String line) {
        Matcher note = LINE.matcher(line);
        if (!note.matches()) {
            LOG.warnf("What an earlier run of this worker left behind cannot be told from: %s", line);
            return 0;
        }
        var mark = new FamilyMark(note.group(3));
        Instant start = Instant.ofEpochMilli(Long.parseLong(note.group(2)));
        Optional<ProcessHandle> leftover =
                ProcessHandle.of(Long.parseLong(note.group(1))).filter(process -> startedAt(start, process));
        if (leftover.isPresent()) {
            return ProcessTree.kill(leftover.get(), mark);
        }
        // It has ended, but not always have its children.
        return mark.bearers().mapToInt(child -> ProcessTree.kill(child, mark)).sum();
    }

    /** Whether it is the very same process and not a later one of the same id. */
    private static boolean startedAt(Instant start, ProcessHandle process) {
        Optional<Instant> found = process.info().startInstant();
        return found.isPresent() && Duration.between(found.get(), start).abs().compareTo(SAME_START) <= 0;
    }
}
