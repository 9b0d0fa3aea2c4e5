// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import io.tablao.event.LogChunk;
import io.tablao.model.TaskKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Gathers the log of one attempt into chunks of whole lines, each with its time, up to a limit. Safe for many threads. */
final class TaskLog {

    static final int CHUNK_BYTES = 64 * 1024;

    /** A line is never spread over chunks, so it has to end somewhere. */
    static final int LINE_BYTES = 16 * 1024;

    private final TaskKey task;
    private final int attempt;
    private final long limit;
    private final Shipping shipping;

    private final StringBuilder gathered = new StringBuilder();
    private int gatheredBytes;
    private long totalBytes;
    private int sequence;
    private boolean cut;
    private boolean closed;

    /** When something was added last. */
    private Instant lastAdded = Instant.EPOCH;

    /** What was not taken since the last chunk that was. */
    private long leftOutLines;

    private long leftOutBytes;

    /** Who takes chunks. */
    @FunctionalInterface
    interface Shipping {
        /**
         * @param last of the log, which is always taken
         * @return whether it was taken; if not, it is lost, and the log says so in its next chunk
         */
        boolean take(LogChunk chunk, boolean last);
    }

    /** @param limit in bytes, for the attempt; the lines that say what is missing, and the last line, come on top */
    TaskLog(TaskKey task, int attempt, long limit, Shipping shipping) {
        this.task = task;
        this.attempt = attempt;
        this.limit = limit;
        this.shipping = shipping;
    }

    /** @param text one line or several; what comes after {@link #close} is left out */
    synchronized void add(Instant at, String text) {
        if (closed || cut) {
            return;
        }
        lastAdded = at;
        text.lines().forEach(line -> addLine(at, line));
    }

    /** Sends what was gathered. */
    synchronized void flush() {
        ship(false);
    }

    /** Ends the log with a line that is never cut, and sends what was gathered. */
    synchronized void close(Instant at, String lastLine) {
        if (closed) {
            return;
        }
        closed = true;
        // While there is no room, the last line is all that finds some.
        if (leftOutLines > 0) {
            flush();
        }
        lastLine.lines().limit(1).forEach(line -> append(stamped(at, line)));
        ship(true);
    }

    private void ship(boolean last) {
        if (gathered.isEmpty()) {
            return;
        }
        if (shipping.take(new LogChunk(task, attempt, sequence, missing() + gathered), last)) {
            sequence++;
            leftOutLines = 0;
            leftOutBytes = 0;
        } else {
            leftOutLines += gathered.chars().filter(each -> each == '\n').count();
            leftOutBytes += gatheredBytes;
        }
        gathered.setLength(0);
        gatheredBytes = 0;
    }

    private String missing() {
        return leftOutLines == 0
                ? ""
                : stamped(
                        lastAdded,
                        "Lines are missing here (" + leftOutLines + ", " + leftOutBytes
                                + " bytes): Kafka was away, and what"
                                + " waited for it had reached this worker's limit");
    }

    private void addLine(Instant at, String line) {
        if (cut) {
            return;
        }
        String stamped = stamped(at, line);
        int bytes = bytes(stamped);
        if (totalBytes + bytes > limit) {
            cut = true;
            append(stamped(at, "The log was cut here: it has reached the limit of " + limit + " bytes an attempt"));
            return;
        }
        totalBytes += bytes;
        append(stamped);
    }

    private void append(String stamped) {
        int bytes = bytes(stamped);
        if (gatheredBytes + bytes > CHUNK_BYTES) {
            flush();
        }
        gathered.append(stamped);
        gatheredBytes += bytes;
    }

    private static String stamped(Instant at, String line) {
        return at.truncatedTo(ChronoUnit.MILLIS) + " " + fitting(line) + "\n";
    }

    /** Without what neither JSON nor PostgreSQL takes, and not too long. */
    private static String fitting(String line) {
        byte[] bytes = Printable.text(line).getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LINE_BYTES) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        int end = LINE_BYTES;
        // Not in the middle of a character.
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + " … (line cut)";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
