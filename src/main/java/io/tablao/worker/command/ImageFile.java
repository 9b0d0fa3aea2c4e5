// SPDX-License-Identifier: Apache-2.0
package io.tablao.worker.command;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Tells whether an image file is whole. Blender writes frames in place, so that a render that is killed leaves a piece of
 * one, which a second try would take for done. By structure, not by decoding: that needs little memory however large the
 * image is, and finds what decoders forgive.
 */
final class ImageFile {

    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int PNG_END = 0x49454E44;

    /** Where the end marker of a JPEG is looked for; some writers put something behind it. */
    private static final int JPEG_TAIL = 4096;

    private ImageFile() {}

    /** In lower case, without the dot; empty when there is none. */
    static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Goes by the extension; of a kind that it does not know it only asks that there is something in the file. */
    static boolean isWhole(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) == 0) {
            return false;
        }
        try {
            return switch (extension(file)) {
                case "png" -> isWholePng(file);
                case "jpg", "jpeg" -> isWholeJpeg(file);
                case "exr" -> isWholeExr(file);
                case "tif", "tiff" -> isWholeTiff(file);
                case "webp" -> isWholeWebp(file);
                default -> true;
            };
        } catch (EOFException truncated) {
            return false;
        }
    }

    /** Every chunk carries a checksum, and the last one says that it is. */
    private static boolean isWholePng(Path file) throws IOException {
        var checksum = new CRC32();
        try (var png = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), checksum))) {
            if (png.readLong() != PNG_SIGNATURE) {
                return false;
            }
            while (true) {
                int length = png.readInt();
                checksum.reset();
                int type = png.readInt();
                if (length < 0) {
                    return false;
                }
                png.skipNBytes(length);
                int computed = (int) checksum.getValue();
                if (png.readInt() != computed) {
                    return false;
                }
                if (type == PNG_END) {
                    return true;
                }
            }
        }
    }

    private static boolean isWholeJpeg(Path file) throws IOException {
        try (var jpeg = new RandomAccessFile(file.toFile(), "r")) {
            if (jpeg.readUnsignedShort() != 0xFFD8) {
                return false;
            }
            byte[] tail = new byte[(int) Math.min(JPEG_TAIL, jpeg.length())];
            jpeg.seek(jpeg.length() - tail.length);
            jpeg.readFully(tail);
            for (int i = tail.length - 2; i >= 0; i--) {
                if (tail[i] == (byte) 0xFF && tail[i + 1] == (byte) 0xD9) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The table of offsets behind the header is written last; until then it is zeros. */
    private static boolean isWholeExr(Path file) throws IOException {
        try (var exr = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            if (exr.readInt() != 0x762F3101) {
                return false;
            }
            boolean manyParts = (Integer.reverseBytes(exr.readInt()) & 0x1000) != 0;
            do {
                skipExrHeader(exr);
                exr.mark(1);
                // Behind the headers of many parts stands an empty one.
            } while (manyParts && nextByte(exr) != 0);
            long firstOffset = Long.reverseBytes(exr.readLong());
            return firstOffset > 0 && firstOffset < Files.size(file);
        }
    }

    /** Looks at the next byte; one that is not 0 stays to be read. */
    private static int nextByte(DataInputStream exr) throws IOException {
        int next = exr.readUnsignedByte();
        if (next != 0) {
            exr.reset();
        }
        return next;
    }

    /** Attributes, each a name, a type, a size and as many bytes, up to an empty name. */
    private static void skipExrHeader(DataInputStream exr) throws IOException {
        while (skipName(exr) > 0) {
            skipName(exr);
            exr.skipNBytes(Math.max(0, Integer.reverseBytes(exr.readInt())));
        }
    }

    private static int skipName(DataInputStream exr) throws IOException {
        int length = 0;
        while (exr.readByte() != 0) {
            length++;
        }
        return length;
    }

    /** The directory is written behind the pixels, and then the header points to it. */
    private static boolean isWholeTiff(Path file) throws IOException {
        try (var tiff = new RandomAccessFile(file.toFile(), "r")) {
            int signature = tiff.readInt();
            int offset = tiff.readInt();
            return switch (signature) {
                case 0x49492A00 -> pointsInside(Integer.reverseBytes(offset), tiff.length());
                case 0x4D4D002A -> pointsInside(offset, tiff.length());
                // The large kind has more in its header.
                case 0x49492B00, 0x4D4D002B -> true;
                default -> false;
            };
        }
    }

    private static boolean pointsInside(int offset, long length) {
        long unsigned = Integer.toUnsignedLong(offset);
        return unsigned > 0 && unsigned < length;
    }

    private static boolean isWholeWebp(Path file) throws IOException {
        try (var webp = new RandomAccessFile(file.toFile(), "r")) {
            byte[] header = new byte[12];
            webp.readFully(header);
            webp.seek(4);
            long size = Integer.toUnsignedLong(Integer.reverseBytes(webp.readInt()));
            return new String(header, 0, 4, StandardCharsets.US_ASCII).equals("RIFF")
                    && new String(header, 8, 4, StandardCharsets.US_ASCII).equals("WEBP")
                    && webp.length() >= size + 8;
        }
    }
}
