// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

    /** A process id and its start, in milliseconds since 1970. */
    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18})");

    private final Path file;
    private final Map<Long, Instant> starts = new LinkedHashMap<>();

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
            Optional<ProcessHandle> leftover = find(line);
            if (leftover.isPresent()) {
                LOG.infof(
                        "Ending process %d, which an earlier run of this worker left behind",
                        leftover.get().pid());
                ProcessTree.kill(leftover.get());
                killed++;
            }
        }
        Files.deleteIfExists(file);
        return killed;
    }

    synchronized void add(ProcessHandle process) throws IOException {
        Optional<Instant> start = process.info().startInstant();
        // One without a start has ended already, or cannot be told from a later one of the same id.
        if (start.isPresent()) {
            starts.put(process.pid(), start.get());
            write();
        }
    }

    synchronized void remove(ProcessHandle process) {
        if (starts.remove(process.pid()) != null) {
            try {
                write();
            } catch (IOException failed) {
                // An entry too many harms nobody: its process has ended, and no other has its id and its start.
                LOG.warnf(failed, "Could not note in %s that process %d has ended", file, process.pid());
            }
        }
    }

    private void write() throws IOException {
        List<String> lines = new ArrayList<>();
        starts.forEach((pid, start) -> lines.add(pid + " " + start.toEpochMilli()));
        MakeDirectory.above(file);
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.write(next, lines);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The process that the line tells of, if it is the very same and not a later one of the same id. */
    private static Optional<ProcessHandle> find(String line) {
        Matcher noted = LINE.matcher(line);
        if (!noted.matches()) {
            LOG.warnf("What an earlier run of this worker left behind cannot be told from: %s", line);
            return Optional.empty();
        }
        Instant start = Instant.ofEpochMilli(Long.parseLong(noted.group(2)));
        return ProcessHandle.of(Long.parseLong(noted.group(1))).filter(process -> startedAt(start, process));
    }

    private static boolean startedAt(Instant start, ProcessHandle process) {
        Optional<Instant> found = process.info().startInstant();
        return found.isPresent() && Duration.between(found.get(), start).abs().compareTo(SAME_START) <= 0;
    }
}
