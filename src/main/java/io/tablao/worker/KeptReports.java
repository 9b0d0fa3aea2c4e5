// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reports of this process' workers that Kafka may not have yet, in files of the data folder, so that they outlive the
 * process. They are appended to the newest file; a file goes when Kafka has all that is in it. What was delivered is not
 * marked one by one: after a kill a file's reports are delivered once more, which changes nothing.
 *
 * <p>A file is a line that names the format, and records: length and CRC-32C of the body, 4 bytes each; the body is topic
 * and key, each with its length in 4 bytes, and the message. Reading ends where a kill has torn the last record. Written
 * reports survive the end of the process; {@link #force} makes them survive the end of the machine. Safe for many threads.
 */
final class KeptReports implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KeptReports.class);
    private static final byte[] FORMAT = "tablao reports 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final String SUFFIX = ".reports";
    private static final int HEAD_BYTES = 2 * Integer.BYTES;

    /** No message is larger: Kafka would not take it. */
    private static final int LARGEST_BODY = 16 << 20;

    /** A file that has grown to this size is followed by another one. */
    static final int FILE_BYTES = 1 << 20;

    /** A smaller file is not worth the call that empties it. */
    private static final int EMPTIED_FROM = 64 << 10;

    /** Where a report is kept. */
    static final class Kept {
        private final Segment segment;
        private final long position;

        private Kept(Segment segment, long position) {
            this.segment = segment;
            this.position = position;
        }
    }

    private static final class Segment {
        final Path file;

        /** Not a channel: an interrupt, as stops tasks, would close that. */
        final RandomAccessFile content;

        long size;
        int undelivered;
        boolean forced = true;

        Segment(Path file, RandomAccessFile content) {
            this.file = file;
            this.content = content;
        }
    }

    private final Path folder;
    private final long limit;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Kept> leftovers = new ArrayList<>();
    private @Nullable Segment newest;
    private long lastNumber;

    private KeptReports(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * @param folder of this process alone
     * @param limit in bytes; what may be left out is left out beyond it
     * @throws IllegalStateException when it cannot be used; the message says what to do
     */
    static KeptReports open(Path folder, long limit) {
        var reports = new KeptReports(folder, limit);
        try {
            Files.createDirectories(folder);
            for (Path file : files(folder)) {
                reports.recover(file);
            }
            return reports;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Cannot keep the workers' reports in " + folder + " (" + e + "): make it writable, or give another"
                            + " data folder (tablao.data-dir).",
                    e);
        }
    }

    /** What an earlier process has left undelivered, or not known to be delivered, in its order. */
    List<Kept> leftovers() {
        return List.copyOf(leftovers);
    }

    /** Whether there is room for so many bytes more. */
    synchronized boolean hasRoomFor(int bytes) {
        return segments.stream().mapToLong(segment -> segment.size).sum() + bytes <= limit;
    }

    /** Returns when the report outlives this process. It is kept whether there is room for it or not. */
    synchronized Kept keep(ProducerRecord<String, byte[]> report) throws IOException {
        Segment into = segmentToWrite();
        byte[] bytes = encode(report);
        long position = into.size;
        try {
            into.content.seek(position);
            into.content.write(bytes);
        } catch (IOException e) {
            // Its tail is torn now, so nothing may follow in it.
            newest = null;
            dropIfDone(into);
            throw e;
        }
        into.size = position + bytes.length;
        into.undelivered++;
        into.forced = false;
        return new Kept(into, position);
    }

    /** @throws IOException when it cannot be read, or is not what was written */
    synchronized ProducerRecord<String, byte[]> read(Kept kept) throws IOException {
        ByteBuffer body = bodyAt(kept.segment, kept.position);
        if (body == null) {
            throw new IOException("A report in " + kept.segment.file + " is damaged");
        }
        return decode(body);
    }

    /** Kafka has it, or nobody needs it any more. */
    synchronized void delivered(Kept kept) {
        kept.segment.undelivered--;
        dropIfDone(kept.segment);
    }

    /** Returns when everything outlives the machine's failure. */
    synchronized void force() throws IOException {
        for (Segment segment : segments) {
            if (!segment.forced) {
                segment.content.getFD().sync();
                segment.forced = true;
            }
        }
    }

    /** What was not delivered stays. */
    @Override
    public synchronized void close() {
        newest = null;
        for (Segment segment : List.copyOf(segments)) {
            dropIfDone(segment);
        }
        for (Segment segment : segments) {
            try {
                segment.content.close();
            } catch (IOException e) {
                LOG.warnf("%s could not be closed: %s", segment.file, e);
            }
        }
        segments.clear();
    }

    private void dropIfDone(Segment segment) {
        if (segment.undelivered > 0) {
            return;
        }
        try {
            if (segment != newest) {
                segments.remove(segment);
                segment.content.close();
                Files.deleteIfExists(segment.file);
            } else if (segment.size >= EMPTIED_FROM) {
                segment.content.setLength(FORMAT.length);
                segment.size = FORMAT.length;
            }
        } catch (IOException e) {
            // Whatever stays is delivered once more by the next process.
            LOG.warnf("Delivered reports could not be deleted from %s: %s", segment.file, e);
        }
    }

    private Segment segmentToWrite() throws IOException {
        Segment present = newest;
        if (present != null && present.size < FILE_BYTES) {
            return present;
        }
        Path file = folder.resolve(String.format(Locale.ROOT, "%016d%s", lastNumber + 1, SUFFIX));
        var segment = new Segment(file, new RandomAccessFile(file.toFile(), "rw"));
        lastNumber++;
        segment.content.write(FORMAT);
        segment.size = FORMAT.length;
        segments.add(segment);
        newest = segment;
        if (present != null) {
            dropIfDone(present);
        }
        return segment;
    }

    private void recover(Path file) throws IOException {
        String name = file.getFileName().toString();
        lastNumber = Math.max(lastNumber, Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
        var segment = new Segment(file, new RandomAccessFile(file.toFile(), "r"));
        segment.size = segment.content.length();
        long position = FORMAT.length;
        ByteBuffer format = bytesAt(segment, 0, FORMAT.length);
        if (format != null && !format.equals(ByteBuffer.wrap(FORMAT))) {
            throw new IOException(file + " is not a file of reports, or of a newer version");
        }
        for (ByteBuffer body = bodyAt(segment, position); body != null; body = bodyAt(segment, position)) {
            leftovers.add(new Kept(segment, position));
            segment.undelivered++;
            position += HEAD_BYTES + body.limit();
        }
        if (format != null && position < segment.size) {
            LOG.warnf(
                    "The last %d bytes of %s are no whole report and are passed over: the process was killed as it wrote",
                    segment.size - position, file);
        }
        segments.add(segment);
        dropIfDone(segment);
    }

    /** The body of the record at that position; null: no whole one is there. */
    private static @Nullable ByteBuffer bodyAt(Segment segment, long position) throws IOException {
        ByteBuffer head = bytesAt(segment, position, HEAD_BYTES);
        if (head == null) {
            return null;
        }
        int length = head.getInt();
        if (length <= 0 || length > LARGEST_BODY) {
            return null;
        }
        ByteBuffer body = bytesAt(segment, position + HEAD_BYTES, length);
        return body == null || head.getInt() != checksum(body) ? null : body;
    }

    /** So many bytes; null when the file ends before. */
    private static @Nullable ByteBuffer bytesAt(Segment segment, long position, int count) throws IOException {
        if (segment.content.length() < position + count) {
            return null;
        }
        byte[] bytes = new byte[count];
        segment.content.seek(position);
        segment.content.readFully(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d{16}\\" + SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] encode(ProducerRecord<String, byte[]> report) {
        byte[] topic = report.topic().getBytes(StandardCharsets.UTF_8);
        byte[] key = report.key().getBytes(StandardCharsets.UTF_8);
        int length = 2 * Integer.BYTES + topic.length + key.length + report.value().length;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + length).position(HEAD_BYTES);
        bytes.putInt(topic.length).put(topic).putInt(key.length).put(key).put(report.value());
        bytes.putInt(0, length).putInt(Integer.BYTES, checksum(bytes.slice(HEAD_BYTES, length)));
        return bytes.array();
    }

    private static ProducerRecord<String, byte[]> decode(ByteBuffer body) {
        String topic = text(body);
        String key = text(body);
        byte[] message = new byte[body.remaining()];
        body.get(message);
        return new ProducerRecord<>(topic, key, message);
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getInt()];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int checksum(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body.duplicate());
        return (int) crc.getValue();
    }
}
